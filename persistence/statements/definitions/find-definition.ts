/** A stored declaration by its hash. */
import type { GraphData } from "../../../language/graph/graph-data.ts";
import type { Sql } from "../../../language/registry/context.ts";
import type { Fingerprint } from "../../../language/versions/fingerprint.ts";

export interface DefinitionRow {
  readonly hash: string;
  readonly graph_id: string;
  readonly version: number;
  /** The declaration itself. */
  readonly canonical: GraphData;
  readonly fingerprint: Fingerprint;
}

export async function findDefinition(sql: Sql, hash: string): Promise<DefinitionRow | undefined> {
  const [row] = await sql.query<DefinitionRow>(
    "select hash, graph_id, version, canonical, fingerprint from signalbox.definitions where hash = $1",
    [hash],
  );
  return row;
}
