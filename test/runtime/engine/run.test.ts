/** A run from its beginning to its end, through a question, on both databases. */
import { afterEach, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { stepsGraph } from "../../fixtures/steps.ts";
import { describeOnBoth } from "../../support/databases.ts";

const running: Runtime[] = [];
afterEach(async () => {
  for (const runtime of running.splice(0)) await runtime.stop();
});

async function started(database: Database): Promise<Runtime> {
  const runtime = await createRuntime({
    database,
    graphs: { steps: stepsGraph(database) },
    log: consoleLog(process.env.LOG_LEVEL ?? "fatal"),
  });
  running.push(runtime);
  await runtime.start();
  return runtime;
}

describeOnBoth("a run", (open) => {
  it("runs to its question, waits, and continues with the answer", async () => {
    const runtime = await started(await open());
    const thread = await runtime.threads.create({});
    expect(await runtime.threads.state(thread.thread_id)).toMatchObject({ values: {}, next: [], checkpoint: null });
    const run = await runtime.runs.create(thread.thread_id, { assistant_id: "steps", input: { script: {} } });
    expect(run).toMatchObject({ thread_id: thread.thread_id, status: "pending", multitask_strategy: "reject" });
    const result = (await runtime.runs.join(thread.thread_id, run.run_id)) as { __interrupt__: { id: string }[] };
    expect(result).toEqual({ __interrupt__: [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), value: { q: "ok?" } }] });
    const waiting = await runtime.threads.get(thread.thread_id);
    expect(waiting.status).toBe("interrupted");
    expect(Object.values(waiting.interrupts)).toEqual([result.__interrupt__]);
    expect((await runtime.runs.get(thread.thread_id, run.run_id)).status).toBe("success");
    const { items } = await runtime.interrupts.list({ status: "pending", limit: 10, offset: 0 });
    expect(items).toMatchObject([
      { id: result.__interrupt__[0]?.id, node: "ask", graph_id: "steps", value: { q: "ok?" }, decided_by: null },
    ]);
    const decided = await runtime.interrupts.decide({ id: items[0]?.id ?? "", resume: "yes", by: "ann" });
    expect(decided).toMatchObject({ status: "decided", answer: "yes", decided_by: "ann" });
    const last = await runtime.runs.join(thread.thread_id, decided.resume_run_id ?? "");
    expect(last).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"], answer: "yes" });
    expect(await runtime.threads.get(thread.thread_id)).toMatchObject({ status: "idle", interrupts: {}, values: { answer: "yes" } });
  });

  it("ends as an error, and the thread accepts the next run", async () => {
    const runtime = await started(await open());
    const { thread_id } = await runtime.threads.create({});
    const run = await runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { fail: "n2" } } });
    expect(await runtime.runs.join(thread_id, run.run_id)).toEqual({
      __error__: { error: "Error", message: '{"error":"Error","message":"n2 fails"}' },
    });
    expect((await runtime.threads.get(thread_id)).status).toBe("error");
    const next = await runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
    expect(await runtime.runs.join(thread_id, next.run_id)).toMatchObject({ seen: ["n1", "n1", "n2", "n3", "ask", "n5", "n6"] });
  });
});
