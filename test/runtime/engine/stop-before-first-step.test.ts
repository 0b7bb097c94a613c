/** A run that stops between its lease and its first super-step keeps what it carries: an input, an answer, a signal, a checkpoint. */
import { beforeEach, describe, expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { interceptQueries } from "../../faults/inject/intercept-queries.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { nestedQuestion } from "../../fixtures/nested-question.ts";
import { names } from "../../fixtures/steps.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const lead = { by: "lea", roles: ["lead"] };

async function deskAt(url: string, idle = false): Promise<Desk> {
  const database = await opened({ url });
  const ports = databasePorts(database, { log: consoleLog("silent") });
  return deskOn(database, { idle, graphs: { "nested-question": compileGraph(nestedQuestion, { ports }) } });
}

/** Starts a worker that takes one run and is told to stop as soon as it has its lease. */
async function takeAndStop(url: string): Promise<void> {
  const database = await opened({ url });
  const stopped = Promise.withResolvers<void>();
  let desk: Desk | undefined;
  interceptQueries(database.pool, {
    before: (text) => text,
    after: (text) => {
      if (text.includes("as signalled") && desk) desk.runtime.stop().then(stopped.resolve, stopped.reject);
    },
  });
  const ports = databasePorts(database, { log: consoleLog("silent") });
  desk = await deskOn(database, { idle: true, graphs: { "nested-question": compileGraph(nestedQuestion, { ports }) } });
  await desk.runtime.start();
  await stopped.promise;
}

describe("a run that is stopped before its first super-step", () => {
  let url: string;
  let client: Desk;
  beforeEach(async () => {
    ({ url } = await freshPostgres());
    client = await deskAt(url, true);
  });

  /** Lets other workers do what waits. */
  async function workUntilSettled(thread: string): Promise<Readonly<Record<string, unknown>>> {
    const worker = await deskAt(url);
    await client.settled(thread);
    await worker.runtime.stop();
    return (await client.runtime.threads.state(thread)).values as Record<string, unknown>;
  }

  const drained = async () =>
    (await client.database.sql.query<{ run_id: string }>("select run_id from signalbox.audit where what = 'run.drained'")).length;

  it("keeps its input", async () => {
    const { thread_id } = await client.begin({ message: "hello" });
    await takeAndStop(url);
    expect(await drained()).toBe(1);
    expect(await workUntilSettled(thread_id)).toMatchObject({ message: "hello", amount: 5 });
    expect((await client.question(thread_id)).node).toBe("approval");
  });

  it("keeps its answer", async () => {
    const { thread_id } = await client.begin({ message: "hello" });
    await workUntilSettled(thread_id);
    const { id } = await client.question(thread_id);
    await client.runtime.interrupts.decide({ id, decision: "edit", form: { amount: 7 }, ...lead });
    await takeAndStop(url);
    expect(await drained()).toBe(1);
    expect(await workUntilSettled(thread_id)).toMatchObject({ amount: 7, receipt: "paid 7" });
  });

  it("keeps its answer to a question inside a graph's node", async () => {
    const { thread_id } = await client.begin({}, "nested-question");
    await workUntilSettled(thread_id);
    const { id } = await client.question(thread_id);
    await client.runtime.interrupts.decide({ id, decision: "say", form: { said: "this one" }, ...lead });
    await takeAndStop(url);
    expect(await drained()).toBe(1);
    expect(await workUntilSettled(thread_id)).toMatchObject({ said: "this one" });
  });

  it("keeps its answer when a signal comes meanwhile, and then the signal is taken", async () => {
    const { thread_id } = await client.begin({ message: "hello" });
    await workUntilSettled(thread_id);
    const { id } = await client.question(thread_id);
    await client.runtime.interrupts.decide({ id, decision: "edit", form: { amount: 7 }, ...lead });
    await takeAndStop(url);
    await client.runtime.threads.signal(thread_id, { signal: "takeOver", ...lead });
    expect(await workUntilSettled(thread_id)).toMatchObject({ amount: 7 });
    expect((await client.question(thread_id)).node).toBe("human");
    const { turns } = await client.runtime.threads.path(thread_id);
    expect(turns.at(-1)?.path.map(({ label }) => label)).toContain("edit");
    expect(await client.payments()).toEqual([]);
  });

  it("keeps its signal", async () => {
    const { thread_id } = await client.begin({ message: "hello" });
    await workUntilSettled(thread_id);
    await client.runtime.threads.signal(thread_id, { signal: "takeOver", ...lead });
    await takeAndStop(url);
    await workUntilSettled(thread_id);
    expect((await client.question(thread_id)).node).toBe("human");
  });

  it("keeps the checkpoint from which it began", async () => {
    const { thread_id } = await client.begin({ script: { noAsk: true } }, "steps");
    await workUntilSettled(thread_id);
    const history = await client.runtime.threads.history(thread_id, { limit: 50 });
    const at = history.find(({ next }) => next.includes("n3"))?.checkpoint?.checkpoint_id;
    await client.runtime.runs.create(thread_id, { assistant_id: "steps", input: null, checkpoint_id: at });
    await takeAndStop(url);
    expect(await drained()).toBe(1);
    expect(await workUntilSettled(thread_id)).toMatchObject({ seen: [...names] });
    const begun = await client.database.sql.query<{ node: string }>(
      "select node from signalbox.audit where thread_id = $1 and what = 'node.started' order by id",
      [thread_id],
    );
    expect(begun.map(({ node }) => node)).toEqual([...names, ...names.slice(2)]);
  });

  it("does not lose its answer when it is cancelled, and cannot be rolled back", async () => {
    const { thread_id } = await client.begin({ script: { slow: "n5", slowMs: 60_000 } }, "steps");
    await workUntilSettled(thread_id);
    const { id } = await client.question(thread_id);
    const { resume_run_id: run = "" } = await client.runtime.interrupts.decide({ id, resume: "yes", ...lead });
    const worker = await deskAt(url);
    await until("the run", async () => (await client.runtime.runs.get(thread_id, run ?? "")).status === "running");
    await expect(client.runtime.runs.cancel(thread_id, run ?? "", { action: "rollback" })).rejects.toMatchObject({ code: "THREAD_BUSY" });
    await client.runtime.runs.cancel(thread_id, run ?? "", { wait: true });
    const { values } = await client.runtime.threads.state(thread_id);
    expect(values).toMatchObject({ answer: "yes" });
    await worker.runtime.stop();
  });
});
