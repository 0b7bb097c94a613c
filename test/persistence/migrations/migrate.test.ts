/** Migrations: once each, in order, all or none, also when many processes start together. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, inject, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { openQueue } from "../../../persistence/queue.ts";
import { migrate } from "../../../persistence/schema/migrate.ts";
import { ownMigrations } from "../../../persistence/schema/own-migrations.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { describeOnBoth, freshPostgres, opened } from "../../support/databases.ts";

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(inject("run").folder, "migrations-"));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}

const first = { "0001-books.sql": "create table books (title text);\ninsert into books values ('one'), ('two');" };
const second = { "0002-authors.sql": "create table authors (name text);" };

describeOnBoth("migrate", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open({ empty: true });
  });
  beforeEach(async () => {
    await database.pool.query("drop schema public cascade; create schema public; drop schema if exists signalbox cascade");
  });

  it("applies each file once, in order, and later only what is new", async () => {
    expect(await migrate(database, { namespace: "shop", folder: folderOf(first) })).toEqual(["0001-books"]);
    expect(await migrate(database, { namespace: "shop", folder: folderOf({ ...second, ...first }) })).toEqual(["0002-authors"]);
    expect(await migrate(database, { namespace: "shop", folder: folderOf({ ...first, ...second }) })).toEqual([]);
    expect(await database.sql.query("select count(*)::int as books from books")).toEqual([{ books: 2 }]);
  });

  it("counts an application's numbers separately from Signalbox's", async () => {
    await prepareDatabase(database);
    expect(await migrate(database, { namespace: "shop", folder: folderOf(first) })).toEqual(["0001-books"]);
    expect(await database.sql.query("select distinct namespace from signalbox.signalbox_migrations order by 1")).toEqual([
      { namespace: "shop" },
      { namespace: "signalbox" },
      { namespace: "signalbox queue" },
    ]);
  });

  it("applies nothing when one file fails, and reports the line", async () => {
    const folder = folderOf({ ...first, "0002-broken.sql": "create table half (i int);\n\ncreate tabel other (i int);" });
    await expect(migrate(database, { namespace: "shop", folder })).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringMatching(/0002-broken\.sql, line 3: syntax error at or near "tabel"\. Nothing was applied/),
    });
    expect(await database.sql.query("select to_regclass('books') as books, to_regclass('half') as half")).toEqual([
      { books: null, half: null },
    ]);
  });

  it("refuses a file with a commit of its own before anything is applied, and takes the corrected one", async () => {
    const broken = { "0002-half.sql": "create table half (i int);\ncommit;\ncreate tabel other (i int);" };
    await expect(migrate(database, { namespace: "shop", folder: folderOf({ ...first, ...broken }) })).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringMatching(/0002-half\.sql, line 2: remove "commit"\..*Nothing was applied/),
    });
    expect(await database.sql.query("select to_regclass('books') as books, to_regclass('half') as half")).toEqual([
      { books: null, half: null },
    ]);
    const corrected = { "0002-half.sql": "create table half (i int);" };
    expect(await migrate(database, { namespace: "shop", folder: folderOf({ ...first, ...corrected }) })).toHaveLength(2);
  });

  it("refuses an applied file that has changed, except for its line endings", async () => {
    await migrate(database, { namespace: "shop", folder: folderOf(first) });
    const windows = { "0001-books.sql": first["0001-books.sql"].replace("\n", "\r\n") };
    expect(await migrate(database, { namespace: "shop", folder: folderOf(windows) })).toEqual([]);
    const edited = folderOf({ "0001-books.sql": "create table books (title text, isbn text);" });
    await expect(migrate(database, { namespace: "shop", folder: edited })).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
      message: expect.stringContaining('0001-books.sql of "shop"'),
    });
  });

  it("refuses a database that a newer version migrated", async () => {
    await migrate(database, { namespace: "shop", folder: folderOf({ ...first, ...second }) });
    await expect(migrate(database, { namespace: "shop", folder: folderOf(first) })).rejects.toMatchObject({
      code: "MIGRATION_UNKNOWN",
      message: expect.stringContaining("0002-authors"),
    });
  });

  it("refuses gaps, duplicates and invalid file names", async () => {
    for (const name of ["0003-late.sql", "0001-again.sql", "2-short.sql", "0002-Upper.sql"]) {
      const folder = folderOf({ ...first, [name]: "select 1" });
      await expect(migrate(database, { namespace: "shop", folder })).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
      rmSync(folder, { recursive: true });
    }
  });

  it("prepares everything once when called 16 times at once", async () => {
    const applied = await Promise.all(Array.from({ length: 16 }, () => prepareDatabase(database)));
    expect(applied.flat()).toHaveLength(ownMigrations().length);
    expect(await database.sql.query("select max(v) as v from signalbox.checkpoint_migrations")).toEqual([{ v: 4 }]);
  });
});

it("creates the queue once for eight pools that start together", async () => {
  const { url } = await freshPostgres({ empty: true });
  const databases = await Promise.all(Array.from({ length: 8 }, () => opened({ url, maxConnections: 2 })));
  await Promise.all(databases.map((database) => prepareDatabase(database)));
  const queues = await Promise.all(databases.map((database) => openQueue(database)));
  await Promise.all(queues.map((queue) => queue.stop()));
});
