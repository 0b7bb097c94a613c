/** A thread that was given a history follows its graph from the beginning. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ThreadRow, threadColumns } from "./rows.ts";

export interface ThreadWithHistory {
  readonly id: string;
  readonly graphId: string;
  readonly assistantId: string;
  /** Null for a graph built by hand. */
  readonly definitionHash: string | null;
  /** JSON text. */
  readonly values: string;
  readonly path: readonly unknown[] | null;
  /** Something is left to do. */
  readonly isPaused: boolean;
}

export async function beginHistory(
  tx: TenantSql,
  { id, graphId, assistantId, definitionHash, values, path, isPaused }: ThreadWithHistory,
): Promise<ThreadRow | undefined> {
  const [row] = await tx.query<ThreadRow>(
    `with t as (
       update signalbox.threads set graph_id = $2, assistant_id = $3, definition_hash = $6, last_values = $4::json, last_path = $7::json, status = case when $5 then 'interrupted' else 'idle' end
       where tenant = $tenant and id = $1 returning *
     ) select ${threadColumns} from t`,
    [id, graphId, assistantId, values, isPaused, definitionHash, path && JSON.stringify(path)],
  );
  return row;
}
