/** The time limit of a statement: it holds in this process and in Postgres, except for migrations. */
import { expect, it } from "vitest";
import { freshPostgres, opened } from "../support/databases.ts";
import { until } from "../support/until.ts";

it("ends a statement that takes too long, also in Postgres, but not a migration", async () => {
  const where = await freshPostgres();
  const [database, observer] = [await opened({ ...where, queryTimeoutMs: 1_000 }), await opened(where)];
  await expect(database.sql.query("select pg_sleep(600)")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  await expect(database.transaction((tx) => tx.query("select pg_sleep(600)"))).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  const active = "select 1 from pg_stat_activity where datname = current_database() and query like 'select pg_sleep%' and state = 'active'";
  await until("their end in Postgres", async () => (await observer.sql.query(active)).length === 0);
  const [row] = await database.transaction((tx) => tx.query("select pg_sleep(1.5), 1 as one"), { mayTakeLong: true });
  expect(row).toMatchObject({ one: 1 });
  await expect(database.sql.query("select pg_sleep(600)")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
});
