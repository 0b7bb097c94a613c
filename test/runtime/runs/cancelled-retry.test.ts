/** A run that is cancelled before it begins has done nothing: its thread is as the run before has left it. */
import { expect, it } from "vitest";
import { deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

describeOnBoth("a run that is cancelled before it begins", (open) => {
  it.each([
    ["its first node", "n1"],
    ["a node behind an answer", "n5"],
  ])("leaves the thread failed if it retries one that failed in %s", async (_, fail) => {
    const database = await open();
    const working = await deskOn(database);
    const { thread_id } = await working.begin({ script: { fail, noAsk: fail === "n1" } }, "steps");
    if (fail !== "n1") await working.runtime.interrupts.decide({ id: (await working.question(thread_id)).id, resume: "yes", by: "ann" });
    await until("its failure", async () => (await working.runtime.threads.get(thread_id)).status === "error");
    await working.runtime.stop();
    const { runtime } = await deskOn(database, { idle: true });
    const [failed] = await runtime.runs.list(thread_id);
    const retry = await runtime.runs.retry(thread_id, failed?.run_id ?? "");
    expect((await runtime.threads.get(thread_id)).status).toBe("busy");
    await runtime.runs.cancel(thread_id, retry.run_id);
    expect((await runtime.threads.get(thread_id)).status).toBe("error");
    const again = await runtime.runs.retry(thread_id, retry.run_id);
    expect(again.status).toBe("pending");
    await runtime.stop();
  });
});
