/** Signals on the engine: a thread that waits, one that runs, and one that is over. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup, task } from "../../../language/index.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

/** Lets a test hold a node, and let it go. */
let held: { entered: boolean; leave: () => void } | undefined;
const slowly = () =>
  new Promise<void>((leave) => {
    held = { entered: true, leave };
  });

const desk = setup({
  roles: ["lead"],
  state: { message: z.string(), note: z.string() },
  tasks: {
    work: task({
      labels: ["done"],
      args: z.object({ message: z.string() }),
      output: z.string(),
      run: async ({ message }) => {
        if (message === "slow") await slowly();
        return { label: "done", output: "worked" };
      },
    }),
  },
  questions: {
    ask: question({ prompt: "?", decisions: { yes: null } }),
    human: question({ prompt: "You have it.", decisions: { close: null, back: null } }),
  },
});
const graph = desk.defineGraph({
  id: "signals",
  version: 1,
  start: "work",
  input: ["message"],
  signals: { takeOver: { by: ["lead"], next: "human" } },
  nodes: {
    work: { kind: "task", task: "work", writes: "note", routes: { done: "ask" } },
    ask: { kind: "interrupt", question: "ask", by: ["lead"], decisions: { yes: "end" } },
    human: { kind: "interrupt", question: "human", by: ["lead"], decisions: { close: "end", back: "work" } },
  },
});

describeOnBoth("signals", (open) => {
  let runtime: Runtime;
  beforeAll(async () => {
    const database = await open();
    const log = consoleLog("fatal");
    runtime = await createRuntime({ database, graphs: { signals: compileGraph(graph, { ports: databasePorts(database, { log }) }) }, log });
    await runtime.start();
  });
  afterAll(() => runtime.stop());

  const begin = async (message: string) => {
    const { thread_id } = await runtime.threads.create({});
    await runtime.runs.create(thread_id, { assistant_id: "signals", input: { message } });
    return thread_id;
  };
  const asked = (thread_id: string, node: string) =>
    until(`the question ${node}`, async () => {
      const { items } = await runtime.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
      return items.find((item) => item.node === node);
    });
  const steps = async (thread_id: string) =>
    (await runtime.threads.path(thread_id)).turns.flatMap((turn) => turn.path.map(({ node, label }) => `${node} ${label}`));

  it("supersedes the question of a waiting thread, and can give the thread back", async () => {
    const thread = await begin("quick");
    const old = await asked(thread, "ask");
    await runtime.threads.signal(thread, { signal: "takeOver", by: "lead", roles: ["lead"] });
    const taken = await asked(thread, "human");
    await expect(runtime.interrupts.decide({ id: old.id, decision: "yes", roles: ["lead"] })).rejects.toMatchObject({
      code: expect.stringMatching(/ALREADY_DECIDED|SUPERSEDED/),
    });
    await runtime.interrupts.decide({ id: taken.id, decision: "back", roles: ["lead"] });
    await asked(thread, "ask");
    expect(await steps(thread)).toEqual(["work done", "(outside) signal:takeOver", "human back", "work done"]);
  });

  it("accepts no answer once it is sent, names its sender, and keeps an earlier answer", async () => {
    const thread = await begin("quick");
    const old = await asked(thread, "ask");
    const [signalled, decided] = await Promise.allSettled([
      runtime.threads.signal(thread, { signal: "takeOver", by: "lee", roles: ["lead"] }),
      runtime.interrupts.decide({ id: old.id, decision: "yes", by: "ann", roles: ["lead"] }),
    ]);
    expect(signalled?.status).toBe("fulfilled");
    await asked(thread, "human");
    // an answer that was accepted after the signal never reached the graph
    expect((await steps(thread)).includes("ask yes")).toBe(decided?.status === "fulfilled");
    const late = await begin("quick");
    const { id } = await asked(late, "ask");
    await runtime.threads.signal(late, { signal: "takeOver", by: "lee", roles: ["lead"] });
    const refusal = { code: "ALREADY_DECIDED", facts: { first: { status: "superseded", by: "lee" } } };
    await expect(runtime.interrupts.decide({ id, decision: "yes", by: "ann", roles: ["lead"] })).rejects.toMatchObject(refusal);
    await asked(late, "human");
    expect(await runtime.interrupts.get(id)).toMatchObject({ status: "superseded", decided_by: "lee" });
    await expect(runtime.interrupts.decide({ id, decision: "yes", by: "ann", roles: ["lead"] })).rejects.toMatchObject(refusal);
  });

  it("lets the active node finish, and then takes the signal's edge", async () => {
    held = undefined;
    const thread = await begin("slow");
    await until("the slow node", async () => held?.entered);
    await runtime.threads.signal(thread, { signal: "takeOver", roles: ["lead"] });
    (held as unknown as { leave: () => void }).leave();
    await asked(thread, "human");
    expect(await steps(thread)).toEqual(["work done", "(outside) signal:takeOver"]);
    const { items } = await runtime.interrupts.list({ thread_id: thread, status: "pending", limit: 10, offset: 0 });
    expect(items.map(({ node }) => node)).toEqual(["human"]);
  });

  it("refuses a signal that is not declared, with the nearest one, and one for a closed matter", async () => {
    const thread = await begin("quick");
    const { id } = await asked(thread, "ask");
    await expect(runtime.threads.signal(thread, { signal: "takeOvr" })).rejects.toMatchObject({
      code: "UNKNOWN_SIGNAL",
      message: expect.stringContaining('"takeOver"'),
    });
    await expect(runtime.threads.signal(thread, { signal: "takeOver", roles: ["guest"] })).rejects.toMatchObject({
      code: "NOT_ALLOWED_TO_DECIDE",
    });
    await runtime.interrupts.decide({ id, decision: "yes", roles: ["lead"] });
    await until("the end", async () => (await runtime.threads.get(thread)).status === "idle");
    await expect(runtime.threads.signal(thread, { signal: "takeOver", roles: ["lead"] })).rejects.toMatchObject({
      code: "NOTHING_TO_SIGNAL",
    });
  });
});
