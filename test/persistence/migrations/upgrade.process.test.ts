/** A database with tenants is upgraded while an earlier program works on it: nothing is lost, and nothing gets to another tenant. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, inject, it } from "vitest";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { localCaller } from "../../../runtime/identity/caller.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { startEarlierProgram } from "../../support/earlier/earlier-program.ts";
import { fillTables } from "../../support/earlier/fill-tables.ts";
import { makeEarlierSchema } from "../../support/earlier/make-earlier-schema.ts";
import { until } from "../../support/until.ts";

const AT_LEAST = 4;

const versions = [
  // it knows tenants for the queue alone, so that its new threads have none, and cannot read what a new worker asks: the new process is a server alone
  { before: "0009-set-aside.sql", last: 8, known: ["a", "b"], strangers: [null], idle: true },
  { before: "0045-audit-refs.sql", last: 44, known: ["a", "b"], strangers: ["a", null, "b"], idle: false },
];

/** Rows that are not their thread's tenant's. */
const MISPLACED = [
  "runs.thread_id",
  "interrupts.thread_id",
  "audit.thread_id",
  "effects.thread_id",
  "children.thread_id",
  "fan_outs.parent_id",
]
  .map((place) => place.split("."))
  .map(
    ([table, column]) =>
      `select '${table}' as table, r.${column} as thread from ${table} r join threads t on t.id = r.${column} where r.tenant <> t.tenant`,
  )
  .join(" union all ");

it.each(versions)("of before $before", async ({ before, last, known, strangers, idle }) => {
  const { url } = await freshPostgres({ empty: true });
  await makeEarlierSchema(url, last);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  if (last === 8) await fillTables(client, 200);
  const folder = mkdtempSync(join(inject("run").folder, "earlier-"));
  const earlier = await startEarlierProgram({ before, folder, url, lanes: 2, known, strangers });
  const served = (count: number) =>
    until(`${count} customers of the earlier program`, async () => earlier.customers.length >= count, 120_000);

  await served(known.length + AT_LEAST);
  const database = await opened({ url });
  await prepareDatabase(database);
  const desk = await deskOn(database, { idle });
  await served(earlier.customers.length + AT_LEAST);
  const { customers } = earlier;
  expect(customers.filter(({ error }) => error !== undefined)).toEqual([]);

  // each tenant answers in the new program what the earlier one has asked, and sees its own threads alone
  for (const tenant of known) {
    const { threads, runs, interrupts } = desk.runtime.as(localCaller("test", tenant));
    const open = customers.find((customer) => customer.isOpen && customer.tenant === tenant)?.thread ?? "";
    const other = customers.find((customer) => customer.isOpen && customer.tenant !== tenant)?.thread ?? "";
    const [question] = (await interrupts.list({ thread_id: open, status: "pending", limit: 1, offset: 0 })).items;
    const decided = await interrupts.decide({ id: question?.id ?? "", decision: "approve", by: "lead", roles: ["lead"] });
    await runs.join(open, decided.resume_run_id ?? "");
    expect((await threads.get(open)).values).toMatchObject({ receipt: `paid ${"left open".length}` });
    expect((await interrupts.list({ thread_id: other, limit: 1, offset: 0 })).items).toEqual([]);
    await expect(threads.get(other)).rejects.toMatchObject({ code: "THREAD_NOT_FOUND" });
  }
  await earlier.stop();
  await desk.runtime.stop();
  const { rows: misplaced } = await client.query(MISPLACED);
  expect(misplaced).toEqual([]);
  const { rows: tenants } = await client.query("select id, tenant from threads where id = any($1)", [
    customers.map(({ thread }) => thread),
  ]);
  const tenantOf = new Map(tenants.map(({ id, tenant }) => [id, tenant]));
  expect(customers.filter(({ thread, tenant }) => tenantOf.get(thread) !== (tenant ?? "default"))).toEqual([]);
  const { rows: paid } = await client.query("select count(*)::int as count from payments");
  expect(paid).toEqual([{ count: customers.length }]);
  await client.end();
});
