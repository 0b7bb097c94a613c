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
  /** What is sent, if it is not the file as it is. */
  readonly text?: string;
  /** Its statements, one at a time, if it may not run inside a transaction; undefined: it may. */
  readonly outside?: readonly string[] | undefined;
}

/** The first line of a file whose statements Postgres refuses inside a transaction, such as `create index concurrently`. */
const OUTSIDE = "-- outside a transaction";

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
  const sql = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  return { number: Number(digits), name: file.slice(0, -".sql".length), path, sql, outside: statementsOutside(sql) };
}

function statementsOutside(sql: string): string[] | undefined {
  if (!sql.startsWith(OUTSIDE)) return undefined;
  const statements = sql.replaceAll(/^--.*$/gm, "").split(/;\s*$/m);
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== "");
}

function badName(path: string, expected: string): SignalboxError {
  return new SignalboxError("MIGRATION_FAILED", `Migration file ${path}: ${expected}.`, { path });
}
