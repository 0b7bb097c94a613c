/** The time limit of a statement: it holds in this process and in Postgres, except for migrations. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { freshPostgres, opened } from "../support/databases.ts";

it("ends a statement that takes too long, also in Postgres, but not a migration", async () => {
  const where = await freshPostgres();
  const [database, observer] = [await opened({ ...where, queryTimeoutMs: 300 }), await opened(where)];
  await expect(database.sql.query("select pg_sleep(5)")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  await expect(database.transaction((tx) => tx.query("select pg_sleep(5)"))).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  await sleep(100);
  expect(await observer.sql.query("select 1 from pg_stat_activity where query like 'select pg_sleep%'  and state = 'active'")).toEqual([]);
  const [row] = await database.transaction((tx) => tx.query("select pg_sleep(0.6), 1 as one"), { mayTakeLong: true });
  expect(row).toMatchObject({ one: 1 });
  await expect(database.sql.query("select pg_sleep(5)")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
});
