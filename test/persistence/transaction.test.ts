/** Transactions on both databases: commit, rollback, and whose error it is. */
import { beforeAll, expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { describeOnBoth, freshPostgres, opened } from "../support/databases.ts";

describeOnBoth("transaction", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open({ empty: true });
  });

  it("commits when its work resolves and rolls back when it throws", async () => {
    await database.sql.query("create table notes (text text)");
    expect(await database.transaction((tx) => tx.query("insert into notes values ('kept') returning text"))).toEqual([{ text: "kept" }]);
    const failing = database.transaction(async (tx) => {
      await tx.query("insert into notes values ('lost')");
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await database.sql.query("select text from notes")).toEqual([{ text: "kept" }]);
  });

  it("throws when a failed statement was caught, because Postgres rolls everything back", async () => {
    const hiding = database.transaction(async (tx) => {
      await tx.query("create table hidden (i int)");
      await tx.query("select 1 / 0").catch(() => {});
    });
    await expect(hiding).rejects.toThrow("Postgres rolled everything back");
  });

  it("refuses a second connection inside, instead of waiting forever", async () => {
    const nested = () => database.transaction(() => database.sql.query("select 1"));
    await expect(nested()).rejects.toMatchObject({ code: "NESTED_CONNECTION" });
    await expect(database.transaction(() => database.transaction(async () => {}))).rejects.toMatchObject({ code: "NESTED_CONNECTION" });
    expect(await database.sql.query("select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("refuses statements on its handle after its end", async () => {
    const handle = await database.transaction(async (tx) => tx);
    await expect(handle.query("select 1")).rejects.toThrow("is over");
  });

  it("is not affected by statements that fail outside it", async () => {
    await database.sql.query("create table numbers (i int)");
    const begun = Promise.withResolvers<void>();
    const proceed = Promise.withResolvers<void>();
    const committing = database.transaction(async (tx) => {
      await tx.query("insert into numbers values (1)");
      begun.resolve();
      await proceed.promise;
      await tx.query("insert into numbers values (3)");
    });
    await begun.promise;
    const failing = Promise.allSettled([
      database.sql.query("select 1 / 0"),
      database.pool.query("begin; insert into numbers values (2); select 1 / 0; commit"),
    ]);
    proceed.resolve();
    await committing;
    expect((await failing).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await database.sql.query("select i from numbers order by i")).toEqual([{ i: 1 }, { i: 3 }]);
  });

  it("rethrows a connection error of its own work unchanged, and rolls back", async () => {
    const { sql, transaction } = database;
    await sql.query("create table done (at int)");
    const lostElsewhere = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443"), { code: "ECONNREFUSED" });
    const work = transaction(async (tx) => {
      await tx.query("insert into done values (1)");
      throw lostElsewhere;
    });
    await expect(work).rejects.toBe(lostElsewhere);
    expect(await sql.query("select 1 from done")).toEqual([]);
  });
});

it("is read committed, also where the database's default is serializable", async () => {
  const where = await freshPostgres({ empty: true });
  const administrator = await opened(where);
  const [{ name } = { name: "" }] = await administrator.sql.query<{ name: string }>("select current_database() as name");
  await administrator.sql.query(`alter database "${name}" set default_transaction_isolation to serializable`);
  const database = await opened(where);
  expect(
    await database.sql.query(
      "select s.setconfig from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname = current_database()",
    ),
  ).toEqual([{ setconfig: ["default_transaction_isolation=serializable"] }]);
  const asked = [database.sql.query("show transaction_isolation"), database.transaction((tx) => tx.query("show transaction_isolation"))];
  const expected = [{ transaction_isolation: "read committed" }];
  expect(await Promise.all(asked)).toEqual([expected, expected]);
});
