/** What continues a thread goes on from its last checkpoint, wherever the run began that asked or failed. */
import { beforeAll, expect, it } from "vitest";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { refundDesk } from "../../fixtures/refund-desk.ts";
import { startsOf } from "../../fixtures/steps.ts";
import { describeOnBoth } from "../../support/databases.ts";

const lead = { by: "lea", roles: ["lead"] };

describeOnBoth("a run that continues a thread", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open(), { graph: refundDesk("3s") });
    return () => desk.runtime.stop();
  });

  /** A thread that has paid 5, and has gone back to before its question. */
  async function goneBack(request: object = {}): Promise<{ thread: string; at: string; question: string }> {
    const { runtime } = desk;
    const { thread_id: thread } = await desk.begin({ message: "hello" });
    const first = await desk.question(thread);
    await runtime.interrupts.decide({ id: first.id, decision: "edit", form: { amount: 5_000 }, ...lead });
    await desk.settled(thread);
    const history = await runtime.threads.history(thread, { limit: 50 });
    const at = history.find(({ next }) => next.includes("approval"))?.checkpoint?.checkpoint_id ?? "";
    await desk.wait(thread, { input: null, checkpoint_id: at, ...request });
    const again = await desk.question(thread);
    expect(again.id).not.toBe(first.id);
    return { thread, at, question: again.id };
  }

  const valuesOf = async (thread: string) => (await desk.runtime.threads.state(thread)).values;

  it("carries the new answer to a question that is asked again", async () => {
    const { thread, question } = await goneBack();
    const { resume_run_id: run } = await desk.runtime.interrupts.decide({ id: question, decision: "edit", form: { amount: 700 }, ...lead });
    await desk.settled(thread);
    expect(await valuesOf(thread)).toMatchObject({ amount: 700, receipt: "paid 700" });
    const { kwargs } = await desk.runtime.runs.get(thread, run ?? "");
    expect(kwargs.config).not.toMatchObject({ configurable: { checkpoint_id: expect.anything() } });
  });

  it("keeps the settings of the run that asked, except where that run began", async () => {
    const { thread, question, at } = await goneBack({ config: { configurable: { colour: "red" } }, stream_mode: ["updates"] });
    const { resume_run_id: run } = await desk.runtime.interrupts.decide({
      id: question,
      decision: "reject",
      form: { text: "no" },
      ...lead,
    });
    await desk.settled(thread);
    const { kwargs } = await desk.runtime.runs.get(thread, run ?? "");
    expect(kwargs).toMatchObject({ stream_mode: ["updates"], config: { configurable: { colour: "red" } } });
    expect(JSON.stringify(kwargs)).not.toContain(at);
  });

  it("carries the new answer by command.resume, and refuses one that names another checkpoint", async () => {
    const { thread, at } = await goneBack();
    const answer = { command: { resume: { decision: "edit", form: { amount: 800 } } }, ...lead };
    await expect(desk.wait(thread, { ...answer, checkpoint_id: at })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining(`an answer cannot begin at ${at}`),
    });
    const { checkpoint } = await desk.runtime.threads.state(thread);
    await desk.wait(thread, { ...answer, checkpoint: { ...checkpoint } });
    expect(await valuesOf(thread)).toMatchObject({ amount: 800, receipt: "paid 800" });
  });

  it("takes the edge of the deadline that has passed, and not the first answer's", async () => {
    const { thread, question } = await goneBack();
    const paid = await desk.payments();
    await expect.poll(async () => (await desk.runtime.interrupts.get(question)).status).toBe("expired");
    await desk.settled(thread);
    expect(await valuesOf(thread)).toMatchObject({ amount: 5 });
    expect(await desk.payments()).toEqual(paid);
  });

  it("takes the edge of a signal", async () => {
    const { thread } = await goneBack();
    const paid = await desk.payments();
    await desk.runtime.threads.signal(thread, { signal: "takeOver", ...lead });
    await expect.poll(async () => (await desk.question(thread)).node).toBe("human");
    expect(await desk.payments()).toEqual(paid);
  });

  it("retries a replay that failed from its last good step", async () => {
    const { runtime, database } = desk;
    const { thread_id: thread } = await desk.begin({ script: { noAsk: true, fail: "n5" } }, "steps");
    expect(await desk.settled(thread)).toBe("error");
    const history = await runtime.threads.history(thread, { limit: 50 });
    const at = history.find(({ next }) => next.includes("n2"))?.checkpoint?.checkpoint_id ?? "";
    const replay = await runtime.runs.create(thread, { assistant_id: "steps", input: null, checkpoint_id: at });
    await runtime.runs.join(thread, replay.run_id);
    const before = { n2: await startsOf(database, thread, "n2"), n5: await startsOf(database, thread, "n5") };
    const retried = await runtime.runs.retry(thread, replay.run_id);
    await runtime.runs.join(thread, retried.run_id);
    expect(await startsOf(database, thread, "n2")).toBe(before.n2);
    expect(await startsOf(database, thread, "n5")).toBe(before.n5 + 1);
  });
});
