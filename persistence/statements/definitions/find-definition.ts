/** A stored declaration by its hash. */
import type { Sql } from "../../../language/registry/context.ts";
import { childHashes, type StoredDefinition } from "../../../language/versions/stored-definition.ts";

export interface DefinitionRow extends StoredDefinition {
  readonly hash: string;
  readonly graph_id: string;
  readonly version: number;
}

export async function findDefinition(sql: Sql, hash: string): Promise<DefinitionRow | undefined> {
  const [row] = await sql.query<DefinitionRow>(
    "select hash, graph_id, version, canonical, fingerprint from signalbox.definitions where hash = $1",
    [hash],
  );
  return row;
}

/** The stored definitions of the graphs that one calls, and of those inside them, by their hashes. */
export async function definitionsInside(
  stored: StoredDefinition,
  find: (hash: string) => Promise<StoredDefinition | undefined>,
  found = new Map<string, StoredDefinition>(),
): Promise<ReadonlyMap<string, StoredDefinition>> {
  for (const [, hash] of childHashes(stored)) {
    const child = found.has(hash) ? undefined : await find(hash);
    if (!child) continue;
    found.set(hash, child);
    await definitionsInside(child, find, found);
  }
  return found;
}
