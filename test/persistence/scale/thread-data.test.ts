/** Prepared for more than one Postgres: thread data is read and written by its thread, but for a list with reasons. docs/scale.md. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Sql } from "../../../language/registry/context.ts";
import { QUEUE_TABLES } from "../../../persistence/queue.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { keysAcrossThreads, statementsAcrossThreads } from "./across-threads.ts";
import { columnsOfThread, placeOf } from "./places.ts";
import { statementsOfTheSources } from "./statements.ts";
import { unfilteredTables } from "./unfiltered-tables.ts";

const statements = statementsOfTheSources();

it("every statement says of which thread its rows are, or is on the list: test/persistence/scale/across-threads.ts", () => {
  const across = statements.filter(({ text }) => unfilteredTables(text).length > 0).map(({ file }) => file.replace("persistence/", ""));
  expect(statements.length).toBeGreaterThan(150);
  expect([...new Set(across)].sort()).toEqual(Object.keys(statementsAcrossThreads).sort());
});

describe("a table counts as unfiltered", () => {
  it.each([
    ["select * from signalbox.runs where id = $1", ["runs"]],
    ["select * from signalbox.runs where thread_id = $1", []],
    ["select * from signalbox.runs r join signalbox.threads t on t.id = r.thread_id where r.id = $1", ["runs", "threads"]],
    ["select * from signalbox.runs r join signalbox.threads t on t.id = r.thread_id where t.id = any($1)", []],
    ["with a as (select id from signalbox.runs where thread_id = $1) delete from signalbox.audit where run_id = $2", ["audit"]],
    ["select 1 from signalbox.fan_outs where parent_id = $1 union all select 1 from signalbox.children where task = $2", ["children"]],
    [
      "update signalbox.leases l set run = null where exists (select 1 from signalbox.runs r where r.thread_id = l.thread)",
      ["leases", "runs"],
    ],
    ["insert into signalbox.effects (key, thread_id) values ($1, $2)", []],
    ["insert into signalbox.effects (key) values ($1)", ["effects"]],
    ["delete from signalbox.answers where interrupt_id in (select id from opened)", []],
  ])("%s", (text, tables) => {
    expect(unfilteredTables(text)).toEqual(tables);
  });
});

interface Key {
  readonly table: string;
  readonly name: string;
  readonly columns: string;
}

describe("the migrated schema", () => {
  let sql: Sql;
  beforeAll(async () => {
    ({ sql } = await opened(await freshPostgres()));
  });

  it("has each table in a place of docs/scale.md, and no other", async () => {
    const rows = await sql.query<{ name: string }>(
      `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'signalbox' and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const page = readFileSync("docs/scale.md", "utf8");
    const ours = rows.map(({ name }) => name).filter((name) => !QUEUE_TABLES.includes(name));
    expect(ours.filter((name) => placeOf(name) === undefined)).toEqual([]);
    expect(ours.filter((name) => !new RegExp(`^\\| ${placeOf(name)} \\|.*\`${name}\``, "m").test(page))).toEqual([]);
  });

  it("has the thread in every key of thread data, or the key is on the list", async () => {
    const keys = await sql.query<Key>(
      `select t.relname::text as "table", i.relname::text as name, pg_get_indexdef(x.indexrelid) as columns
       from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace
       where x.indisunique and n.nspname = 'signalbox'`,
    );
    const across = keys.filter(({ table, columns }) => {
      const own = columnsOfThread(table);
      return own.length > 0 && !own.some((column) => new RegExp(`\\(.*\\b${column}\\b`).test(columns));
    });
    expect(across.map(({ name }) => name).sort()).toEqual(Object.keys(keysAcrossThreads).sort());
  });
});
