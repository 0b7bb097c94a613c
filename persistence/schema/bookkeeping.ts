/** Which migrations a database has: one row each, with the hash of what was applied. */
import { createHash } from "node:crypto";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Tx } from "../connection/database.ts";
import type { Migration } from "./read-migrations.ts";

export interface MigrationSet {
  readonly namespace: string;
  readonly migrations: readonly Migration[];
  /** Where an earlier program may be at work: each file in a transaction of its own, which holds its locks no longer than it must. Default: all or none. */
  readonly oneByOne?: boolean;
}

export const BOOK_COLUMNS =
  "namespace text, number int, name text not null, sha256 text not null, at timestamptz not null default clock_timestamp(), primary key (namespace, number)";

/** @throws MIGRATION_CHANGED, MIGRATION_UNKNOWN */
export async function pendingOf(tx: Tx, source: MigrationSet): Promise<Migration[]> {
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

export async function record(tx: Tx, { namespace }: MigrationSet, migration: Migration): Promise<void> {
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

export async function appliedOf(tx: Tx, namespace: string): Promise<Map<number, Applied>> {
  const rows = await tx.query<Applied>("select number, name, sha256 from signalbox.signalbox_migrations where namespace = $1", [namespace]);
  return new Map(rows.map((row) => [row.number, row]));
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
