/** Deadlines take their edge by themselves, once, by the database's clock. */
import { afterEach, expect, it } from "vitest";
import type { Interrupt } from "../../../runtime/protocol/interrupt.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { refundDesk } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

describeOnBoth("a deadline", (open) => {
  const desks: Desk[] = [];
  afterEach(async () => {
    for (const { runtime } of desks.splice(0)) await runtime.stop();
  });
  const started = async (...options: Parameters<typeof deskOn>) => {
    const desk = await deskOn(...options);
    desks.push(desk);
    return desk;
  };

  it("takes its edge once, with any number of processes, and never early", async () => {
    const database = await open();
    const desk = await started(database, { graph: refundDesk("700ms") });
    if (database.kind === "postgres") await started(database, { graph: refundDesk("700ms") });
    const threads = await Promise.all(["one", "two", "three"].map((message) => desk.begin({ message })));
    for (const { thread_id, run_id } of threads) {
      await expired(desk, thread_id);
      const runs = await desk.runtime.runs.list(thread_id);
      expect(runs.map(({ status }) => status)).toEqual(["success", "success"]);
      expect(runs[1]?.run_id).toBe(run_id);
      const { turns } = await desk.runtime.threads.path(thread_id);
      expect(turns[0]?.path.at(-1)).toMatchObject({ node: "approval", label: "expired", target: "end" });
    }
    const [early] = await database.sql.query<{ n: number }>(
      "select count(*)::int as n from signalbox.interrupts where decided_at < due_at",
    );
    expect(early?.n).toBe(0);
  });

  it("that passed while no process ran fires after the start, and a late answer is refused", async () => {
    const database = await open();
    const before = await deskOn(database);
    const { thread_id } = await before.begin({ message: "while away" });
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    await pass(before);
    const after = await started(database);
    await expired(after, thread_id);
    await expect(after.runtime.interrupts.decide({ id, decision: "approve", by: "late", roles: ["lead"] })).rejects.toMatchObject({
      code: "ALREADY_DECIDED",
      facts: { first: { status: "expired", by: "deadline" } },
    });
    expect(await after.payments()).toEqual([]);
  });

  it("of a copied question fires on the copy too", async () => {
    const desk = await started(await open());
    const { thread_id } = await desk.begin({ message: "twice" });
    await desk.question(thread_id);
    const copy = await desk.runtime.threads.copy(thread_id);
    await pass(desk);
    for (const thread of [thread_id, copy.thread_id]) await expired(desk, thread);
  });

  it("and a person at the same moment: only one of them wins", async () => {
    const desk = await started(await open(), { graph: refundDesk("500ms") });
    const asked = await Promise.all(
      ["a", "bb", "ccc", "dddd"].map(async (message) => asking(desk, (await desk.begin({ message })).thread_id)),
    );
    const decided = await Promise.allSettled(
      asked.map(async ({ id, due_at }) => {
        await new Promise((resolve) => setTimeout(resolve, Date.parse(due_at ?? "") - Date.now()));
        return desk.runtime.interrupts.decide({ id, decision: "approve", roles: ["lead"] });
      }),
    );
    for (const { thread_id } of asked) {
      await desk.settled(thread_id);
      expect(await desk.runtime.runs.list(thread_id)).toHaveLength(2);
    }
    expect(await desk.payments()).toHaveLength(decided.filter(({ status }) => status === "fulfilled").length);
  });
});

/** The question of a thread, which may be over by the time that it is seen. */
const asking = (desk: Desk, thread_id: string): Promise<Interrupt> =>
  until("a question", async () => (await desk.runtime.interrupts.list({ thread_id, limit: 10, offset: 0 })).items[0]);

/** As if all deadlines had come. */
async function pass({ database }: Desk): Promise<void> {
  await database.sql.query("update signalbox.interrupts set due_at = clock_timestamp()");
  await database.sql.query("select pg_notify('signalbox', 'due')");
}

async function expired(desk: Desk, thread_id: string): Promise<void> {
  const { id } = await asking(desk, thread_id);
  const over = await until("the deadline", async () => {
    const interrupt = await desk.runtime.interrupts.get(id, thread_id);
    return interrupt.status === "expired" && interrupt;
  });
  expect(over).toMatchObject({ decision: "expired", answer: { decision: "expired" } });
  await desk.runtime.runs.join(thread_id, over.resume_run_id ?? "");
}
