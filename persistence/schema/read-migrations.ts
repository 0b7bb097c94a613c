/** Reads a folder of NNNN-name.sql files, in order. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SignalboxError } from "../../language/issues/errors.ts";

export interface Migration {
  readonly number: number;
  /** The file's name without .sql. */
  readonly name: string;
  readonly path: string;
  readonly sql: string;
}

export function readMigrations(folder: string | URL): Migration[] {
  const path = typeof folder === "string" ? folder : fileURLToPath(folder);
  const migrations = readdirSync(path)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => readMigration(path, file));
  migrations.forEach(({ number, path: where }, index) => {
    if (number !== index + 1) throw badName(where, `expected the number ${String(index + 1).padStart(4, "0")} here`);
  });
  return migrations;
}

function readMigration(folder: string, file: string): Migration {
  const path = join(folder, file);
  const digits = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(file)?.[1];
  if (!digits) throw badName(path, "expected NNNN-name.sql with a lower-case, hyphenated name");
  // Git may check a file out with other line endings: they must not change its hash.
  return { number: Number(digits), name: file.slice(0, -".sql".length), path, sql: readFileSync(path, "utf8").replaceAll("\r\n", "\n") };
}

function badName(path: string, expected: string): SignalboxError {
  return new SignalboxError("MIGRATION_FAILED", `Migration file ${path}: ${expected}.`, { path });
}
