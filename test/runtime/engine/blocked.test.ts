/** A node that lets nothing else run in its process is seen from outside, and put on record with its name. */
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { setup, task } from "../../../language/index.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { block } from "../../fixtures/steps.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const timing = { beatMs: 100, blockedAfterMs: 1_000 };

/** Blocks before anything else can run. */
const ms = z.object({ ms: z.number() });
const blocker = setup({
  state: { ms: z.number() },
  tasks: {
    rest: task({ labels: ["done"], args: ms, run: async () => ({ label: "done" }) }),
    block: task({
      labels: ["done"],
      args: ms,
      async run({ ms }) {
        block(ms);
        return { label: "done" };
      },
    }),
  },
}).defineGraph({
  ...{ id: "blocker", version: 1, start: "rest", input: ["ms"] },
  nodes: {
    rest: { kind: "task", task: "rest", routes: { done: "block" } },
    block: { kind: "task", task: "block", routes: { done: "end" } },
  },
});

describeOnBoth("a node that blocks the event loop", (open, kind) => {
  it("is on record, once, while every other thread is left alone", async () => {
    const desk = await deskOn(await open(), { timing });
    if (kind === "postgres") await anotherBeat(desk);
    const blocking = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 4_000, block: true } }, "steps");
    expect(await desk.settled(blocking.thread_id)).toBe("idle");
    const rows = await until("the record", async () => {
      // on a busy machine the embedded database blocks the event loop itself, before and after
      const found = await desk.database.sql.query(
        "select thread_id, run_id, node, (detail ->> 'blockedMs')::int >= 1000 as long from signalbox.audit where what = 'node.blocked' and node = 'n2'",
      );
      return found.length > 0 && found;
    });
    expect(rows).toEqual([{ thread_id: blocking.thread_id, run_id: blocking.run_id, node: "n2", long: true }]);
    await desk.runtime.stop();
  });

  it("is on record, also one that has not waited for its start to be", async () => {
    const database = await open();
    const desk = await deskOn(database, {
      timing,
      graphs: { blocker: compileGraph(blocker, { ports: databasePorts(database, { log: consoleLog("silent") }) }) },
    });
    if (kind === "postgres") await anotherBeat(desk);
    const { thread_id } = await desk.begin({ ms: 4_000 }, "blocker");
    expect(await desk.settled(thread_id)).toBe("idle");
    const [blocked] = await until("the record", async () => {
      const found = await database.sql.query("select node, task from signalbox.audit where what = 'node.blocked' and node = 'block'");
      return found.length > 0 && found;
    });
    const starts = await database.sql.query<{ node: string }>(
      "select node, task from signalbox.audit where thread_id = $1 and what = 'node.started' order by id",
      [thread_id],
    );
    expect(starts.map(({ node }) => node)).toEqual(["rest", "block"]);
    expect(blocked).toEqual(starts[1]);
    await desk.runtime.stop();
  });
});

/** By the connection of its own: until that is open, nothing can be reported. */
async function anotherBeat({ database }: Desk): Promise<void> {
  const seen = async () => String((await database.sql.query<{ seen: Date }>("select seen from signalbox.workers"))[0]?.seen);
  const first = await seen();
  await until("another beat", async () => (await seen()) !== first);
}
