/** Stores a declaration under its hash, so that threads can continue under it after a deploy. The same hash is one row. */
import type { Sql } from "../../../language/registry/context.ts";

export interface NewDefinition {
  readonly hash: string;
  readonly graphId: string;
  readonly version: number;
  /** JSON text, as it was hashed. */
  readonly canonical: string;
  /** JSON text with sorted keys. */
  readonly fingerprint: string;
}

export async function putDefinition(sql: Sql, definition: NewDefinition): Promise<void> {
  await sql.query(
    "insert into signalbox.definitions (hash, graph_id, version, canonical, fingerprint) values ($1, $2, $3, $4, $5) on conflict (hash) do nothing",
    [definition.hash, definition.graphId, definition.version, definition.canonical, definition.fingerprint],
  );
}
