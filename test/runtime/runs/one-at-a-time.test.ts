/** One run works on a thread: a second is refused, a cancelled one leaves the thread usable, and its answer is not lost. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { startsOf } from "../../fixtures/steps.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { letGo } from "../../support/gates.ts";
import { until } from "../../support/until.ts";

describeOnBoth("one run a thread", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open());
  });
  afterAll(() => desk.runtime.stop());

  const begun = (thread: string, node: string) => until(`${node} begun`, async () => (await startsOf(desk.database, thread, node)) > 0);

  it("accepts one of eight runs that are created at once", async () => {
    const { thread_id } = await desk.runtime.threads.create({});
    const create = () => desk.runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
    const created = await Promise.allSettled(Array.from({ length: 8 }, create));
    expect(created.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of created) if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "THREAD_BUSY" });
    expect(await desk.settled(thread_id)).toBe("idle");
    expect(await desk.runtime.runs.list(thread_id)).toHaveLength(1);
  });

  it("cancels an active run, and the thread accepts the next", async () => {
    const { thread_id, run_id } = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 60_000 } }, "steps");
    await begun(thread_id, "n2");
    await desk.runtime.runs.cancel(thread_id, run_id, { wait: true });
    expect((await desk.runtime.runs.get(thread_id, run_id)).status).toBe("interrupted");
    expect((await desk.runtime.threads.get(thread_id)).status).toBe("idle");
    const next = await desk.wait(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
    expect(next).toMatchObject({ seen: ["n1", "n1", "n2", "n3", "ask", "n5", "n6"] });
  });

  it("refuses the effect of a node that ignores the cancellation", async () => {
    const { thread_id, run_id } = await desk.begin({ script: { noAsk: true, slow: "n2", deaf: true } }, "steps");
    await begun(thread_id, "n2");
    await desk.runtime.runs.cancel(thread_id, run_id, { wait: true });
    letGo(thread_id);
    // longer than the node needs for it
    await desk.wait(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
    const effects = await desk.database.sql.query("select node from signalbox.effects where run_id = $1", [run_id]);
    expect(effects).toEqual([{ node: "n1" }]);
  });
});

describeOnBoth("a run that no worker has started", (open) => {
  it("is cancelled immediately, and the question that it answered is open again", async () => {
    const database = await open();
    const first = await deskOn(database);
    const { thread_id } = await first.begin({ message: "cancelled answer" });
    const { id } = await first.question(thread_id);
    await first.runtime.stop();
    const idle = await deskOn(database, { idle: true });
    const { resume_run_id } = await idle.runtime.interrupts.decide({ id, decision: "approve", by: "ann", roles: ["lead"] });
    await idle.runtime.runs.cancel(thread_id, resume_run_id ?? "");
    expect(await idle.runtime.threads.get(thread_id)).toMatchObject({ status: "interrupted" });
    expect(await idle.runtime.interrupts.get(id)).toMatchObject({
      status: "pending",
      decision: null,
      decided_by: null,
      resume_run_id: null,
    });
    await idle.runtime.start();
    const { resume_run_id: second } = await idle.runtime.interrupts.decide({
      id,
      decision: "edit",
      form: { amount: 3 },
      by: "bob",
      roles: ["lead"],
    });
    expect(await idle.runtime.runs.join(thread_id, second ?? "")).toMatchObject({ receipt: "paid 3" });
    await idle.runtime.stop();
  });
});

describeOnBoth("a statement that fails beside an open transaction", (open) => {
  it("leaves the transaction and its effect alone", async () => {
    const desk = await deskOn(await open());
    const { sql, transaction } = desk.database;
    await sql.query("create table beside (n int primary key)");
    const inside = transaction(async (tx) => {
      await tx.query("insert into beside values (1)");
      await sleep(300);
      await tx.query("insert into beside values (2)");
    });
    const outside = Promise.allSettled([sql.query("select no_such_column"), sql.query("insert into no_such_table values (1)")]);
    const run = desk.begin({ script: { noAsk: true, fail: "n2" } }, "steps");
    await inside;
    expect((await outside).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await sql.query("select n from beside order by n")).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await desk.settled((await run).thread_id)).toBe("error");
    await desk.runtime.stop();
  });
});
