/** The definitions of a graph that are stored, the oldest first. */
import type { Sql } from "../../../language/registry/context.ts";

export interface StoredVersion {
  readonly hash: string;
  readonly version: number;
}

export function findVersions(sql: Sql, graphId: string): Promise<StoredVersion[]> {
  return sql.query<StoredVersion>("select hash, version from signalbox.definitions where graph_id = $1 order by first_seen_at, hash", [
    graphId,
  ]);
}
