/** An index for what a landed migration looks for under its locks: built before it beside running writes, and dropped with it. */
import type { Database, Tx } from "../../connection/database.ts";

interface HelpingIndex {
  readonly name: string;
  readonly on: string;
}

/** By the migration's name. Without it 0018 reads all threads while it keeps ten tables locked. */
const indexes: Readonly<Record<string, HelpingIndex>> = {
  "0018-tenants": { name: "threads_with_tenant", on: "signalbox.threads (tenant) where tenant <> 'default'" },
};

export const hasHelpingIndex = (migration: string): boolean => migration in indexes;

/** To be sent outside a transaction. */
export function statementsBefore(migration: string, { qualify }: Pick<Database, "qualify">): string[] {
  const index = indexes[migration];
  if (!index) return [];
  const create = `create index concurrently ${index.name} on ${index.on}`;
  return [`drop index concurrently if exists signalbox.${index.name}`, create].map(qualify);
}

export async function isHelpingIndexBuilt(tx: Tx, migration: string): Promise<boolean> {
  const valid = `select 1 from pg_index where indexrelid = to_regclass('signalbox.${indexes[migration]?.name}') and indisvalid`;
  return (await tx.query(valid)).length > 0;
}

/** In the migration's transaction, or after it. */
export async function dropHelpingIndex(tx: Tx, migration: string): Promise<void> {
  const index = indexes[migration];
  if (index) await tx.query(`drop index if exists signalbox.${index.name}`);
}
