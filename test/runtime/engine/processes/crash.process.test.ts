/** A process that is killed inside a node: another one continues from the last checkpoint, and nothing is done twice. */
import { describe, expect, it } from "vitest";
import { createRuntime } from "../../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../../telemetry/log.ts";
import { spawnFaultWorker } from "../../../faults/processes/spawn-fault-worker.ts";
import { startsOf, stepsGraph } from "../../../fixtures/steps.ts";
import { freshPglite, freshPostgres, opened } from "../../../support/databases.ts";
import { until } from "../../../support/until.ts";
import { ended, spawnWorker } from "./spawn-worker.ts";
import type { WorkerOptions } from "./worker.ts";

// a heartbeat that is late because the machine is busy is not measured here
const timing = { deadAfterMs: 4_000, beatMs: 300 };

async function client(where: WorkerOptions) {
  const database = await opened(where);
  return {
    database,
    runtime: await createRuntime({ database, graphs: { steps: stepsGraph(database) }, log: consoleLog("fatal"), timing }),
  };
}

async function effectsOf({ database }: Awaited<ReturnType<typeof client>>, thread: string): Promise<string[]> {
  const rows = await database.sql.query<{ node: string }>("select node from signalbox.effects where thread_id = $1 order by at", [thread]);
  return rows.map(({ node }) => node);
}

describe("kill -9 inside a node", () => {
  it("on the embedded database: the next process continues it automatically", async () => {
    const where = await freshPglite();
    const before = await client(where);
    const { thread_id } = await before.runtime.threads.create({});
    const run = await before.runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { noAsk: true, kill: "n3" } } });
    await before.runtime.stop();
    await before.database.close();
    const killed = await spawnWorker(where).catch(() => undefined);
    if (killed) await ended(killed);
    const after = await client(where);
    expect(await after.database.sql.query("select status, starts from signalbox.runs")).toEqual([{ status: "running", starts: 1 }]);
    await after.runtime.start();
    expect(await after.runtime.runs.join(thread_id, run.run_id)).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"] });
    expect(await effectsOf(after, thread_id)).toEqual(["n1", "n2", "n3", "ask", "n5", "n6"]);
    const starts = await Promise.all(["n1", "n2", "n3", "n5"].map((node) => startsOf(after.database, thread_id, node)));
    expect(starts).toEqual([1, 1, 2, 1]);
    await after.runtime.stop();
  });

  it("between an answer's node and its checkpoint: the answer is kept, and what the node did is not done twice", async () => {
    const where = { ...(await freshPostgres()), timing };
    const { runtime, database } = await client(where);
    const asking = await spawnWorker(where);
    const { thread_id } = await runtime.threads.create({});
    await runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: {} } });
    const id = await until("the question", async () => {
      const { items } = await runtime.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
      return items[0]?.id;
    });
    asking.kill("SIGKILL");
    const victim = await spawnFaultWorker({ ...where, killPoint: { of: "checkpoint", nth: 1, when: "before" } });
    await runtime.interrupts.decide({ id, resume: "yes" });
    await ended(victim);
    await runtime.start();
    const { status, values } = await until("the end", async () => {
      const thread = await runtime.threads.get(thread_id);
      return thread.status !== "busy" && thread;
    });
    // the node's writes are stored with its checkpoint: it runs again
    const done = (await effectsOf({ runtime, database }, thread_id)).filter((node) => node === "ask");
    expect({ status, answer: values?.answer, asked: await startsOf(database, thread_id, "ask"), done }).toEqual({
      ...{ status: "idle", answer: "yes", asked: 2, done: ["ask"] },
    });
    await runtime.stop();
  });

  it.each(["n1", "n3", "ask"])("on Postgres in %s: another worker takes over", async (kill) => {
    const where = { ...(await freshPostgres()), timing };
    const here = await client(where);
    const { runtime } = here;
    const first = await spawnWorker(where);
    const { thread_id } = await runtime.threads.create({});
    await runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { kill } } });
    // the worker that is alive reaches the question, gets the answer and continues
    const replacement = ended(first).then(() => spawnWorker(where));
    const id = await until("the question", async () => {
      const { items } = await runtime.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
      return items[0]?.id;
    });
    await runtime.interrupts.decide({ id, resume: "yes" });
    const { values } = await until("the end", async () => {
      const thread = await runtime.threads.get(thread_id);
      return thread.status === "idle" && thread;
    });
    expect(values).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"], answer: "yes" });
    expect(await effectsOf(here, thread_id)).toEqual(["n1", "n2", "n3", "ask", "n5", "n6"]);
    for (const node of ["n1", "n2", "n3", "ask", "n5", "n6"])
      expect(await startsOf(here.database, thread_id, node)).toBe(node === kill ? 2 : 1);
    (await replacement).kill("SIGKILL");
    await runtime.stop();
  });
});
