/** Two tenants on one database: each lock alone keeps a statement that forgets its tenant from another one's rows, and ids of others are as unknown. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Sql } from "../../../language/registry/context.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { secureTenants } from "../../../persistence/schema/secure-tenants.ts";
import { checkTenants } from "../../../persistence/tenancy/check-tenants.ts";
import { forTenant } from "../../../persistence/tenancy/tenant-sql.ts";
import { securedTables } from "../../../persistence/tenancy/tenant-tables.ts";
import { localCaller } from "../../../runtime/identity/caller.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth, freshPostgres, opened } from "../../support/databases.ts";

type Count = { readonly n: number };
const FOREIGN = "11111111-1111-4111-8111-111111111111";

/** Each resolves to how much of tenant b a caller of tenant a has seen or touched. */
const forgotten: Readonly<Record<string, (tx: Sql) => Promise<number>>> = {
  select: async (tx) =>
    (await tx.query<{ tenant: string }>("select * from signalbox.threads")).filter(({ tenant }) => tenant !== "a").length,
  byId: async (tx) => (await tx.query("select * from signalbox.threads where id = $1", [FOREIGN])).length,
  join: async (tx) =>
    (await tx.query("select r.id from signalbox.runs r join signalbox.threads t on t.id = r.thread_id where t.id = $1", [FOREIGN])).length,
  count: async (tx) => (await tx.query<Count>("select count(*)::int as n from signalbox.runs"))[0]?.n ?? 0,
  exists: async (tx) =>
    (await tx.query<Count>("select exists (select 1 from signalbox.threads where id = $1)::int as n", [FOREIGN]))[0]?.n ?? 0,
  update: async (tx) => (await tx.query("update signalbox.threads set priority = 9 where id = $1 returning 1", [FOREIGN])).length,
  delete: async (tx) => (await tx.query("delete from signalbox.runs where thread_id = $1 returning 1", [FOREIGN])).length,
  insert: async (tx) => (await tx.query("insert into signalbox.threads (id, tenant) values ('new', 'b') returning 1")).length,
  move: async (tx) => (await tx.query("update signalbox.threads set tenant = 'b' where tenant = 'a' returning 1")).length,
  cte: async (tx) => (await tx.query("with x as (select * from signalbox.threads) select * from x where tenant = 'b'")).length,
};

type Transacting = (work: (tx: Sql) => Promise<never>) => Promise<unknown>;

/** What each way comes to. Nothing stays: its transaction is rolled back. */
async function outcomes(transaction: Transacting): Promise<Record<string, number | string>> {
  const found: Record<string, number | string> = {};
  for (const [way, act] of Object.entries(forgotten)) {
    const rollBack = new Error("roll back");
    await transaction(async (tx: Sql) => {
      found[way] = await act(tx);
      throw rollBack;
    }).catch((error: unknown) => {
      if (error !== rollBack) found[way] = "refused";
    });
  }
  return found;
}

const leaks = (found: Record<string, number | string>): string[] =>
  Object.entries(found).flatMap(([way, seen]) => (seen === "refused" || seen === 0 ? [] : [way]));

describeOnBoth("a statement that forgets its tenant", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await secureTenants(database);
    for (const [id, tenant] of [
      ["22222222-2222-4222-8222-222222222222", "a"],
      [FOREIGN, "b"],
    ]) {
      await database.sql.query("insert into signalbox.threads (id, tenant) values ($1, $2)", [id, tenant]);
      await database.sql.query(
        "insert into signalbox.runs (id, thread_id, tenant, graph_id, assistant_id, kind, payload, job) values ('run of ' || $2, $1, $2, 'g', 'a', 'input', '{}', 'j')",
        [id, tenant],
      );
    }
  });

  it("reads and changes another tenant's rows without either lock", async () => {
    expect(leaks(await outcomes(database.transaction)).length).toBeGreaterThanOrEqual(9);
  });

  it("is refused by the first lock alone", async () => {
    expect(Object.values(await outcomes(forTenant({ ...database, separatesTenants: false }, "a").transaction))).toEqual(
      Object.keys(forgotten).map(() => "refused"),
    );
  });

  it("sees nothing by the second lock alone", async () => {
    const found = await outcomes((work) => database.transaction(work, { tenant: "a" }));
    expect(leaks({ ...found, count: Number(found.count) - 1 })).toEqual([]);
  });

  it("cannot hang a row on another tenant's thread", async () => {
    const foreign =
      "insert into signalbox.runs (id, thread_id, tenant, graph_id, assistant_id, kind, payload) values ('x', $1, 'a', 'g', 'a', 'input', '{}')";
    await expect(database.sql.query(foreign, [FOREIGN])).rejects.toThrow("runs_of_tenant_fkey");
  });

  it("knows every table with a tenant", async () => {
    const rows = await database.sql.query<{ name: string }>(
      `select c.relname::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1 and a.attname = 'tenant' and not a.attisdropped and c.relkind = 'r' order by 1`,
      [database.schemas.own],
    );
    expect(rows.map(({ name }) => name)).toEqual(securedTables.toSorted());
  });
});

describe("the check of the second lock", () => {
  const secured = async () => {
    const database = await opened({ ...(await freshPostgres()), separatesTenants: true });
    await secureTenants(database);
    return database;
  };

  it("accepts what secureTenants has made, also twice", async () => {
    const database = await secured();
    await secureTenants(database);
    await expect(checkTenants(database)).resolves.toBeUndefined();
  });

  it.each([
    ["a policy is missing", "drop policy signalbox_tenant on signalbox.runs"],
    ["security is off", "alter table signalbox.audit disable row level security"],
    ["security does not bind the owner", "alter table signalbox.answers no force row level security"],
    ["a policy shows everything", "create policy all_rows on signalbox.threads using (true)"],
    ["the policy of tenants shows everything", "alter policy signalbox_tenant on signalbox.threads using (true)"],
  ])("refuses the start where %s", async (_what, change) => {
    const database = await secured();
    await database.sql.query(change);
    await expect(deskOn(database, { idle: true })).rejects.toMatchObject({ code: "TENANTS_NOT_SEPARATED" });
  });
});

describeOnBoth("what a caller can do with another tenant's ids", (open) => {
  it.each([true, false])("is what can be done with unknown ones; row-level security %s", async (separatesTenants) => {
    const database = await open();
    if (separatesTenants) await secureTenants(database);
    const desk = await deskOn({ ...database, separatesTenants });
    const of = (tenant: string) => desk.runtime.as(localCaller("test", tenant));
    const { thread_id } = await of("b").threads.create({ metadata: { secret: "of b" } });
    const run = await of("b").runs.create(thread_id, { assistant_id: "refund-desk", input: { message: "b's" } });
    await of("b").runs.join(thread_id, run.run_id);
    const [question] = (await of("b").interrupts.list({ limit: 10, offset: 0 })).items;
    const a = of("a");
    expect((await a.threads.search({ limit: 10, offset: 0 })).items).toEqual([]);
    expect((await a.interrupts.list({ limit: 10, offset: 0 })).items).toEqual([]);
    expect(await a.threads.count({})).toBe(0);
    await expect(a.threads.create({ thread_id, if_exists: "do_nothing" })).rejects.toMatchObject({
      code: "THREAD_EXISTS",
      message: "Thread already exists",
    });
    const start = { assistant_id: "refund-desk", input: { message: "a's" }, if_not_exists: "create" } as const;
    await expect(a.runs.create(thread_id, start)).rejects.toMatchObject({ code: "THREAD_EXISTS", message: "Thread already exists" });
    await expect(a.interrupts.decide({ id: question?.id ?? "", decision: "approve", by: "ann", roles: ["lead"] })).rejects.toMatchObject({
      code: "INTERRUPT_NOT_FOUND",
    });
    await expect(a.threads.delete(thread_id, { by: "ann", reason: "mine" })).rejects.toMatchObject({ code: "THREAD_NOT_FOUND" });
    expect(await of("b").threads.get(thread_id)).toMatchObject({ status: "interrupted" });
    await desk.runtime.stop();
  });
});
