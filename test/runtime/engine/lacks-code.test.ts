/** Workers of two versions on one database: a run is executed only by a worker that has its code, and one that no worker has code for waits, visibly. */
import { expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { deploys } from "../../fixtures/refund-desk.ts";
import { rolling, startedRolling } from "../../fixtures/rolling.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const begun = async (runtime: Runtime, amount: number) => {
  const { thread_id } = await runtime.threads.create({});
  const { run_id } = await runtime.runs.create(thread_id, { assistant_id: "roll", input: { amount } });
  return { thread_id, run_id };
};
const question = async (runtime: Runtime, thread_id: string) =>
  (await runtime.interrupts.list({ thread_id, limit: 1, offset: 0 })).items[0]?.id ?? "";
const startsOf = async ({ sql }: Database, run: string) => {
  const [row] = await sql.query<{ starts: number; status: string }>("select starts, status from signalbox.runs where id = $1", [run]);
  return row;
};

it("leaves each run to a worker that has its code, and takes a decision anywhere", async () => {
  const { url } = await freshPostgres();
  const [old, next] = [await startedRolling(url, rolling(1)), await startedRolling(url, rolling(2))];
  await Promise.all(
    [old, next, old, next].map(async (here, index) => {
      const elsewhere = here === old ? next : old;
      const { thread_id, run_id } = await begun(here.runtime, index);
      await here.runtime.runs.join(thread_id, run_id);
      const decided = await elsewhere.runtime.interrupts.decide({
        id: await question(here.runtime, thread_id),
        decision: "approve",
        by: "ann",
        roles: ["boss"],
      });
      await elsewhere.runtime.runs.join(thread_id, decided.resume_run_id ?? "");
      expect((await here.runtime.threads.get(thread_id)).values).toMatchObject({ done: `paid v${here === old ? 1 : 2} ${index}` });
      expect(await startsOf(old.database, run_id)).toEqual({ starts: 1, status: "success" });
    }),
  );
  await old.stop();
  await next.stop();
});

it("reports a run that no worker has code for, counts no start, and continues it when the code is back", async () => {
  const { url } = await freshPostgres();
  const old = await startedRolling(url, rolling(1), { slots: 0 });
  const next = await startedRolling(url, rolling(2));
  const { thread_id, run_id } = await begun(old.runtime, 7);
  const waiting = await until("the report", async () => (await old.runtime.runs.get(thread_id, run_id)).waits_because);
  expect(waiting).toMatch(/version 1 of "roll".*tool pay1: stored .*, offered none/);
  expect(next.warnings.filter((text) => text.startsWith("no worker that is running"))).toHaveLength(1);
  expect(await startsOf(old.database, run_id)).toEqual({ starts: 0, status: "pending" });
  const back = await startedRolling(url, rolling(1));
  await back.runtime.runs.join(thread_id, run_id);
  expect(await startsOf(old.database, run_id)).toEqual({ starts: 1, status: "success" });
  expect((await old.runtime.runs.get(thread_id, run_id)).waits_because).toBeUndefined();
  for (const each of [old, next, back]) await each.stop();
});

it("refuses a decision that no worker has code for", async () => {
  const { url } = await freshPostgres();
  const old = await startedRolling(url, rolling(1));
  const { thread_id, run_id } = await begun(old.runtime, 7);
  await old.runtime.runs.join(thread_id, run_id);
  await old.stop();
  const next = await startedRolling(url, rolling(2));
  const decision = { id: await question(next.runtime, thread_id), decision: "approve", by: "ann", roles: ["boss"] };
  await expect(next.runtime.interrupts.decide(decision)).rejects.toMatchObject({ code: "DEFINITION_DOES_NOT_FIT" });
  await next.stop();
});

it("checks a decision by the shown form where only another worker has the code", async () => {
  const { url } = await freshPostgres();
  const before = await deskOn(await opened({ url }));
  const after = await deskOn(await opened({ url }), { graph: deploys.unfitting() });
  const { thread_id } = await before.begin({ message: "before" });
  const { id } = await before.question(thread_id);
  const by = { by: "lea", roles: ["lead"] };
  await expect(after.runtime.interrupts.decide({ id, decision: "edit", form: { amount: -1 }, ...by })).rejects.toMatchObject({
    code: "INVALID_DECISION",
  });
  await expect(after.runtime.interrupts.decide({ id, decision: "later", ...by })).rejects.toMatchObject({ code: "INVALID_DECISION" });
  await after.runtime.interrupts.decide({ id, decision: "edit", form: { amount: 4 }, ...by });
  expect(await before.settled(thread_id)).toBe("idle");
  expect((await before.runtime.threads.get(thread_id)).values).toMatchObject({ receipt: "paid 4" });
  await before.runtime.stop();
  await after.runtime.stop();
});
