/** Applies numbered forward-only SQL files, each exactly once, also when several processes start together. */
import { createHash } from "node:crypto";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Database, Tx } from "../connection/database.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";

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

/**
 * Applies the pending SQL files of an application's folder in one transaction, under an advisory lock: all of them or none. Returns the names that it applied.
 * @throws MIGRATION_CHANGED if an applied file was edited, MIGRATION_UNKNOWN if a newer version has migrated the database, MIGRATION_FAILED with the line of the SQL error.
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
  const { migrations } = source;
  const applyAll = async (tx: Tx): Promise<string[]> => {
    await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
    await tx.query(
      "create table if not exists signalbox_migrations (namespace text, number int, name text not null, sha256 text not null, at timestamptz not null default clock_timestamp(), primary key (namespace, number))",
    );
    await before(tx);
    const applied = await appliedOf(tx, source.namespace);
    const known = new Set(migrations.map(({ number }) => number));
    const unknown = [...applied.values()].find(({ number }) => !known.has(number));
    if (unknown) throw migrationUnknown(source, unknown.name);
    const names: string[] = [];
    for (const migration of migrations) {
      const sha256 = createHash("sha256").update(migration.sql).digest("hex");
      const earlier = applied.get(migration.number);
      if (earlier && earlier.sha256 !== sha256) throw migrationChanged(source, migration, earlier.name);
      if (earlier) continue;
      await apply(tx, migration);
      await tx.query("insert into signalbox_migrations (namespace, number, name, sha256) values ($1, $2, $3, $4)", [
        source.namespace,
        migration.number,
        migration.name,
        sha256,
      ]);
      names.push(migration.name);
    }
    return names;
  };
  return database.transaction(applyAll, { mayTakeLong: true });
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

async function appliedOf(tx: Tx, namespace: string): Promise<Map<number, Applied>> {
  const rows = await tx.query<Applied>("select number, name, sha256 from signalbox_migrations where namespace = $1", [namespace]);
  return new Map(rows.map((row) => [row.number, row]));
}

/** Without parameters, so that a file may contain several statements. */
async function apply(tx: Tx, migration: Migration): Promise<void> {
  try {
    await tx.executeSql(migration.sql);
  } catch (cause) {
    const position = cause instanceof Error && "position" in cause ? Number(cause.position) : 0;
    const line = position > 0 ? `, line ${migration.sql.slice(0, position).split("\n").length}` : "";
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SignalboxError("MIGRATION_FAILED", `Migration ${migration.path}${line}: ${reason}. Nothing was applied; correct the file.`, {
      cause,
      path: migration.path,
    });
  }
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
