/** A database that is written from a template instead of made by Postgres. */
import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packFolder, unpackFolder, versionOf } from "../../../persistence/embedded/template.ts";
import { freshPglite, opened } from "../../support/databases.ts";

it("has every file and folder, and opens", async () => {
  const { dataFolder } = await freshPglite({ empty: true });
  const made = join(dataFolder, "db");
  const copy = mkdtempSync(join(tmpdir(), "signalbox-template-"));
  await unpackFolder(packFolder(made), join(copy, "db"));
  expect(filesOf(join(copy, "db"))).toEqual(filesOf(made));
  writeFileSync(join(copy, "db-complete"), "");
  const database = await opened({ dataFolder: copy });
  expect(await database.plainSql.query("select count(*)::int as schemas from pg_namespace where nspname = 'public'")).toEqual([
    { schemas: 1 },
  ]);
});

it("keeps bytes that are no text, empty files and empty folders", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-template-"));
  mkdirSync(join(folder, "from/empty"), { recursive: true });
  writeFileSync(join(folder, "from/none"), "");
  writeFileSync(join(folder, "from/bytes"), Buffer.from([0, 10, 255, 13]));
  await unpackFolder(packFolder(join(folder, "from")), join(folder, "to"));
  expect(filesOf(join(folder, "to"))).toEqual([
    ["bytes", 4],
    ["empty", "folder"],
    ["none", 0],
  ]);
});

it("is of one version of PGlite", () => {
  expect(versionOf("@electric-sql/pglite")).toMatch(/^\d+\.\d+\.\d+$/);
});

function filesOf(folder: string): (readonly [string, number | "folder"])[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  return names.map((name) => {
    const found = statSync(join(folder, name));
    return [name, found.isDirectory() ? "folder" : found.size];
  });
}
