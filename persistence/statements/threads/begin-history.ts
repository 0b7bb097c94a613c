/** A thread that was given a history follows its graph from the beginning. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ThreadRow, threadColumns } from "./rows.ts";

export interface ThreadWithHistory {
  readonly id: string;
  readonly graphId: string;
  readonly assistantId: string;
  /** JSON text. */
  readonly values: string;
  /** Something is left to do. */
  readonly isPaused: boolean;
}

export async function beginHistory(
  tx: TenantSql,
  { id, graphId, assistantId, values, isPaused }: ThreadWithHistory,
): Promise<ThreadRow | undefined> {
  const [row] = await tx.query<ThreadRow>(
    `with t as (
       update signalbox.threads set graph_id = $2, assistant_id = $3, last_values = $4::json, status = case when $5 then 'interrupted' else 'idle' end
       where tenant = $tenant and id = $1 returning *
     ) select ${threadColumns} from t`,
    [id, graphId, assistantId, values, isPaused],
  );
  return row;
}
