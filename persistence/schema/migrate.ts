/** Applies numbered forward-only SQL files, each exactly once, also when several processes start together. */

import { createHash } from "node:crypto";
import pRetry from "p-retry";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import type { Database, Tx } from "../connection/database.ts";
import { codeOf } from "../connection/unavailable.ts";
import { createSchema, createTable } from "./create-schema.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";
import { findTransactionControl } from "./transaction-control.ts";
import { untilDone } from "./until-done.ts";

export interface MigrationSource {
  /** The owner of the migrations: "signalbox" or an application's name. Each has its own numbers. */
  readonly namespace: string;
  /** A folder of NNNN-name.sql files. */
  readonly folder: string | URL;
}

interface MigrationSet {
  readonly namespace: string;
  readonly migrations: readonly Migration[];
}

/** The name of the advisory lock, which each database has for itself. */
const LOCK = "hashtextextended('signalbox migrate', 0)";

const COLUMNS =
  "namespace text, number int, name text not null, sha256 text not null, at timestamptz not null default clock_timestamp(), primary key (namespace, number)";

/** A migration that waits for a table keeps everybody else waiting behind it: it gives up soon, and tries again. */
const LOCK_TIMEOUT = "3s";
const LOCK_RETRIES = { retries: 60, minTimeout: 500, maxTimeout: 2_000 };

/**
 * Applies the pending SQL files of an application's folder in one transaction, under an advisory lock: all of them or none. Returns the names that it applied.
 * @throws MIGRATION_CHANGED if an applied file was edited, MIGRATION_UNKNOWN if a newer version has migrated the database, MIGRATION_FAILED with the line of the SQL error, DATABASE_SCHEMA_UNUSABLE.
 * @example
 * await migrate(database, { namespace: "support-desk", folder: new URL("./migrations/", import.meta.url) });
 */
export const migrate = async (database: Database, { namespace, folder }: MigrationSource): Promise<string[]> =>
  applyMigrations(database, { namespace, migrations: readMigrations(folder) });

/** The same for migrations that have been read. `before` runs first in the same transaction. */
export async function applyMigrations(
  database: Database,
  source: MigrationSet,
  before: (tx: Tx) => Promise<void> = async () => {},
): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const { applied, next } = await applyTogether(database, source, before);
    names.push(...applied);
    if (!next) return names;
    const done = (tx: Tx) => appliedOf(tx, source.namespace).then((rows) => rows.has(next.number));
    const { applyOutside } = await import("./apply-outside.ts");
    if (await applyOutside(database, next, { isApplied: done, record: (tx) => record(tx, source, next) })) names.push(next.name);
  }
}

interface Together {
  /** The names of those that this call applied. */
  readonly applied: readonly string[];
  /** The first one that may not run inside a transaction. */
  readonly next: Migration | undefined;
}

/** In one transaction, up to the next migration that may not run inside one. The embedded database runs all of them inside. */
function applyTogether(database: Database, source: MigrationSet, before: (tx: Tx) => Promise<void>): Promise<Together> {
  const apply = async (tx: Tx): Promise<Together> => {
    await tx.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await createSchema(tx, database.schemas.own);
    await createTable(tx, "signalbox.signalbox_migrations", COLUMNS);
    await before(tx);
    const applied: string[] = [];
    const pending = await pendingOf(tx, source);
    for (const migration of pending) refuseTransactionControl(migration);
    for (const migration of pending) {
      if (migration.outside && database.kind === "postgres") return { applied, next: migration };
      await applyInside(tx, migration);
      await record(tx, source, migration);
      applied.push(migration.name);
    }
    return { applied, next: undefined };
  };
  return pRetry(() => underMigrationLock(database, apply), { ...LOCK_RETRIES, shouldRetry: ({ error }) => isBlocked(error) });
}

/** In a transaction that no other process's migrations run beside. */
export const underMigrationLock = <T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.transaction(
    async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
      return work(tx);
    },
    { mayTakeLong: true },
  );

/** The lock timeout is over. */
const isBlocked = (error: unknown): boolean =>
  codeOf(error) === "55P03" || (error instanceof Error && error.cause !== undefined && isBlocked(error.cause));

async function pendingOf(tx: Tx, source: MigrationSet): Promise<Migration[]> {
  const applied = await appliedOf(tx, source.namespace);
  const known = new Set(source.migrations.map(({ number }) => number));
  const unknown = [...applied.values()].find(({ number }) => !known.has(number));
  if (unknown) throw migrationUnknown(source, unknown.name);
  return source.migrations.filter((migration) => {
    const earlier = applied.get(migration.number);
    if (earlier && earlier.sha256 !== hashOf(migration)) throw migrationChanged(source, migration, earlier.name);
    return !earlier;
  });
}

const hashOf = ({ sql }: Migration): string => createHash("sha256").update(sql).digest("hex");

async function record(tx: Tx, { namespace }: MigrationSet, migration: Migration): Promise<void> {
  const { number, name } = migration;
  await tx.query("insert into signalbox.signalbox_migrations (namespace, number, name, sha256) values ($1, $2, $3, $4)", [
    ...[namespace, number, name, hashOf(migration)],
  ]);
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

async function appliedOf(tx: Tx, namespace: string): Promise<Map<number, Applied>> {
  const rows = await tx.query<Applied>("select number, name, sha256 from signalbox.signalbox_migrations where namespace = $1", [namespace]);
  return new Map(rows.map((row) => [row.number, row]));
}

/** Without parameters, so that a file may contain several statements. */
async function applyInside(tx: Tx, { sql, text = sql, path, outside }: Migration): Promise<void> {
  try {
    if (!outside) await tx.executeSql(text);
    for (const statement of outside ?? [])
      await untilDone(async () => (await tx.executeSql(statement.replaceAll(/\bconcurrently\b/gi, ""))).rows);
  } catch (cause) {
    const position = cause instanceof Error && "position" in cause ? Number(cause.position) : 0;
    const line = position > 0 ? `, line ${text.slice(0, position).split("\n").length}` : "";
    const reason = messageOf(cause);
    throw new SignalboxError("MIGRATION_FAILED", `Migration ${path}${line}: ${reason}. Nothing was applied; correct the file.`, {
      cause,
      path,
    });
  }
}

/** With a commit of its own a file would be half applied when a later statement fails. */
function refuseTransactionControl({ sql, path }: Migration): void {
  const found = findTransactionControl(sql);
  if (!found) return;
  const message = `Migration ${path}, line ${found.line}: remove "${found.text}". Migrations run in a transaction of their own, so that a file is applied completely or not at all. Nothing was applied.`;
  throw new SignalboxError("MIGRATION_FAILED", message, { path, line: found.line });
}

function migrationChanged({ namespace }: MigrationSet, migration: Migration, appliedAs: string): SignalboxError {
  return new SignalboxError(
    "MIGRATION_CHANGED",
    `Migration ${migration.path} of "${namespace}" was applied as ${appliedAs} and has changed since. Restore it and put the change into a new file.`,
    { path: migration.path },
  );
}

function migrationUnknown({ namespace }: MigrationSet, name: string): SignalboxError {
  return new SignalboxError(
    "MIGRATION_UNKNOWN",
    `The database has the migration ${name} of "${namespace}", which this program does not know. Run the version that applied it, or a later one.`,
    { name },
  );
}
