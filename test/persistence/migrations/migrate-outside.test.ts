/** Migrations that run outside a transaction: once, repeatable after an interruption, and beside running writes. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, inject, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { migrate } from "../../../persistence/schema/migrate.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { describeOnBoth, freshPostgres, opened } from "../../support/databases.ts";
import { untilBlocked } from "../../support/servers/until-blocked.ts";
import { until } from "../../support/until.ts";

function shop(): { namespace: string; folder: string } {
  const folder = mkdtempSync(join(inject("run").folder, "migrations-"));
  const files = {
    "0001-books.sql": "create table books (title text);",
    "0002-by-title.sql": `-- outside a transaction: books are sold meanwhile
drop index concurrently if exists books_by_title;
create unique index concurrently books_by_title on books (title);
`,
    "0003-authors.sql": "create table authors (name text);",
  };
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return { namespace: "shop", folder };
}

const NAMES = ["0001-books", "0002-by-title", "0003-authors"];

const isValid = async ({ sql }: Database) =>
  (await sql.query<{ valid: boolean }>("select indisvalid as valid from pg_index where indexrelid = to_regclass('books_by_title')"))[0]
    ?.valid;

describeOnBoth("a migration outside a transaction", (open) => {
  it("is applied between the others", async () => {
    const database = await open({ empty: true });
    expect(await migrate(database, shop())).toEqual(NAMES);
    expect(await isValid(database)).toBe(true);
    expect(await migrate(database, shop())).toEqual([]);
  });
});

describe("on Postgres, a migration outside a transaction", () => {
  let url: string;
  let database: Database;
  beforeEach(async () => {
    ({ url } = await freshPostgres({ empty: true }));
    database = await opened({ url });
  });

  it("is applied once when 8 pools start together, one of them with a single connection", async () => {
    const source = shop();
    const databases = await Promise.all(Array.from({ length: 8 }, (_, index) => opened({ url, maxConnections: index === 0 ? 1 : 4 })));
    const applied = await Promise.all(databases.map((each) => migrate(each, source)));
    expect(applied.flat().sort()).toEqual(NAMES);
    expect(await isValid(database)).toBe(true);
  });

  it("is applied again after a failure, and replaces the invalid index that it left", async () => {
    const source = shop();
    await database.sql.query("create table books (title text)");
    await database.sql.query("insert into books values ('one'), ('one')");
    writeFileSync(join(source.folder, "0001-books.sql"), "create table if not exists books (title text);");
    await expect(migrate(database, source)).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringMatching(/0002-by-title\.sql: could not create unique index.*applied again at the next start/),
    });
    expect(await isValid(database)).toBe(false);
    expect(await database.sql.query("select name from signalbox.signalbox_migrations")).toEqual([{ name: "0001-books" }]);
    await database.sql.query("delete from books where ctid = '(0,1)'");
    expect(await migrate(database, source)).toEqual(NAMES.slice(1));
    expect(await isValid(database)).toBe(true);
  });

  it("is applied again after its connection was killed in the middle, and keeps nobody from writing meanwhile", async () => {
    const source = shop();
    await migrate(database, { ...source, folder: onlyBooks() });
    const reader = await opened({ url });
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const reading = reader.transaction(async (tx) => {
      await tx.query("insert into books values ('read')");
      begun.resolve();
      await end.promise;
    });
    await begun.promise;
    const killed = migrate(database, source).catch((error: Error) => error.message);
    const building = "select pid from pg_stat_activity where query like 'create unique index%' and datname = current_database()";
    const [build] = await until("the build", async () => {
      const rows = await database.sql.query<{ pid: number }>(building);
      return rows.length > 0 && rows;
    });
    await database.sql.query("insert into books values ('sold meanwhile')");
    await database.sql.query("select pg_terminate_backend($1)", [build?.pid]);
    expect(await killed).toMatch(/terminat/);
    end.resolve();
    await reading;
    expect(await migrate(database, source)).toEqual(NAMES.slice(1));
    expect(await isValid(database)).toBe(true);
  });

  it("gives up waiting for a lock soon, so that others need not wait behind it, and tries again", async () => {
    await prepareDatabase(database);
    await database.pool.query(
      "alter table signalbox.checkpoints drop column seq; delete from signalbox.signalbox_migrations where name like '%checkpoint-order%'",
    );
    const holder = await opened({ url });
    const locked = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const holding = holder.transaction(async (tx) => {
      await tx.query("lock table signalbox.checkpoints in access share mode");
      locked.resolve();
      await released.promise;
    });
    await locked.promise;
    const preparing = prepareDatabase(database);
    await untilBlocked(holder);
    await holder.sql.query("select count(*) from signalbox.checkpoints");
    released.resolve();
    await holding;
    expect((await preparing).length).toBeGreaterThanOrEqual(2);
  });

  it("adds the order of checkpoints without writing the table anew", async () => {
    await prepareDatabase(database);
    await database.pool.query(
      "alter table signalbox.checkpoints drop column seq; delete from signalbox.signalbox_migrations where name like '%checkpoint-order%'",
    );
    await database.sql.query("insert into signalbox.checkpoints (thread_id, checkpoint_id, checkpoint) values ('t', '1', '{}')");
    const file = "select pg_relation_filenode('signalbox.checkpoints') as file";
    const before = await database.sql.query(file);
    await prepareDatabase(database);
    expect(await database.sql.query(file)).toEqual(before);
    await database.sql.query("insert into signalbox.checkpoints (thread_id, checkpoint_id, checkpoint) values ('t', '0', '{}')");
    expect(await database.sql.query("select checkpoint_id, seq is null as old from signalbox.checkpoints order by 1")).toEqual([
      { checkpoint_id: "0", old: false },
      { checkpoint_id: "1", old: true },
    ]);
  });
});

function onlyBooks(): string {
  const folder = mkdtempSync(join(inject("run").folder, "migrations-"));
  writeFileSync(join(folder, "0001-books.sql"), "create table books (title text);");
  return folder;
}
