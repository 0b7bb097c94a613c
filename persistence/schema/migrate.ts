/** Applies numbered forward-only SQL files, each exactly once, also when several processes start together. */
import type { Database, Tx } from "../connection/database.ts";
import { applyInside } from "./apply-inside.ts";
import { dropHelpingIndex, isHelpingIndexBuilt, statementsBefore } from "./beside-writes/helping-index.ts";
import { walkTenants } from "./beside-writes/walk-tenants.ts";
import { appliedOf, type MigrationSet, record } from "./bookkeeping.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";

export interface MigrationSource {
  /** The owner of the migrations: "signalbox" or an application's name. Each has its own numbers. */
  readonly namespace: string;
  /** A folder of NNNN-name.sql files. */
  readonly folder: string | URL;
}

/**
 * Applies the pending SQL files of an application's folder in one transaction, under an advisory lock: all of them or none. Returns the names that it applied.
 * @throws MIGRATION_CHANGED if an applied file was edited, MIGRATION_UNKNOWN if a newer version has migrated the database, MIGRATION_FAILED with the line of the SQL error, DATABASE_SCHEMA_UNUSABLE.
 * @example
 * await migrate(database, { namespace: "support-desk", folder: new URL("./migrations/", import.meta.url) });
 */
export const migrate = async (database: Database, { namespace, folder }: MigrationSource): Promise<string[]> =>
  applyMigrations(database, { namespace, migrations: readMigrations(folder) });

/** The same for migrations that have been read. `before` runs first in each transaction. */
export async function applyMigrations(
  database: Database,
  source: MigrationSet,
  before: (tx: Tx) => Promise<void> = async () => {},
): Promise<string[]> {
  const names: string[] = [];
  const helped = new Set<string>();
  let isNew = false;
  for (;;) {
    const { applied, outside, unhelped, isDone } = await applyInside(database, source, { before, isNew, helped });
    isNew ||= applied[0] === source.migrations[0]?.name;
    names.push(...applied);
    if (isDone) return names;
    if (outside && (await applyAlone(database, source, outside))) names.push(outside.name);
    if (!unhelped) continue;
    await help(database, source, unhelped);
    helped.add(unhelped.name);
  }
}

/** False: another process has applied it. */
async function applyAlone(database: Database, source: MigrationSet, migration: Migration): Promise<boolean> {
  const { applyOutside } = await import("./apply-outside.ts");
  const walk = migration.name === "0019-tenant-of-old-rows" ? walkTenants.map(database.qualify) : [];
  const all = { ...migration, outside: [...walk, ...(migration.outside ?? [])] };
  return applyOutside(database, all, {
    isApplied: (tx) => isApplied(tx, source, migration),
    record: (tx) => record(tx, source, migration),
  });
}

/** Another process may apply the migration meanwhile: then nobody else drops the index. */
async function help(database: Database, source: MigrationSet, migration: Migration): Promise<void> {
  const { applyOutside } = await import("./apply-outside.ts");
  const outside = statementsBefore(migration.name, database);
  await applyOutside(
    database,
    { ...migration, outside },
    {
      isApplied: async (tx) => (await isApplied(tx, source, migration)) || (await isHelpingIndexBuilt(tx, migration.name)),
      record: async (tx) => {
        if (await isApplied(tx, source, migration)) await dropHelpingIndex(tx, migration.name);
      },
    },
  );
}

const isApplied = async (tx: Tx, { namespace }: MigrationSet, { number }: Migration): Promise<boolean> =>
  (await appliedOf(tx, namespace)).has(number);
