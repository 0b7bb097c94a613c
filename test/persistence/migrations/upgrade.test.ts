/** An upgrade of a database that is in use ends where a new database begins, and keeps nobody waiting. */
import pg from "pg";
import { expect, it } from "vitest";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { afterThisFile } from "../../support/clean-ups.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { fillTables } from "../../support/earlier/fill-tables.ts";
import { makeEarlierSchema } from "../../support/earlier/make-earlier-schema.ts";
import { until } from "../../support/until.ts";

/** Whatever a schema has, in the order of names. Columns that were added later stand further behind. */
const SCHEMA = `
  select 'column' as kind, table_name || '.' || column_name as name, concat_ws(' ', data_type, is_nullable, column_default, is_identity) as text
  from information_schema.columns where table_schema = 'public'
  union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) || ' ' || convalidated from pg_constraint where connamespace = 'public'::regnamespace
  union all select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) || ' ' || indisvalid from pg_index join pg_class c on c.oid = indexrelid where relnamespace = 'public'::regnamespace
  union all select 'function', proname, pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
  union all select 'migration', name, sha256 from public.signalbox_migrations
  order by 1, 2`;

it("ends where a new database begins, also where an index was not built to its end, and keeps nobody waiting behind it", async () => {
  const { url } = await freshPostgres({ empty: true });
  await makeEarlierSchema(url, 8);
  const client = await connected(url);
  await fillTables(client, 100);
  await client.query("create index threads_with_tenant on threads (tenant)");
  await client.query("update pg_index set indisvalid = false where indexrelid = 'threads_with_tenant'::regclass");

  await client.query("begin");
  await client.query("select 1 from runs limit 1");
  const preparing = prepareDatabase(await opened({ url }));
  const other = await connected(url);
  for (let tries = 0; tries < 2; tries++) {
    await until("the migration waits for the table", async () => (await other.query(WAITS)).rows[0]);
    // behind the migration: it gives up before this does
    await other.query("set lock_timeout = '2500ms'; select 1 from runs limit 1");
  }
  await client.query("commit");

  expect(await preparing).toContain("0014-deploys");
  const { rows } = await client.query("select count(*)::int as threads from threads where tenant like 't%'");
  expect(rows).toEqual([{ threads: 20 }]);
  const { url: fresh } = await freshPostgres({ empty: true });
  await makeEarlierSchema(fresh, Number.POSITIVE_INFINITY);
  expect((await client.query(SCHEMA)).rows).toEqual((await (await connected(fresh)).query(SCHEMA)).rows);
});

const WAITS =
  "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'lock table%access exclusive%'";

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  afterThisFile(() => client.end());
  return client;
}
