/** Ends a run that no worker has begun, or asks its worker to end it. Nothing is returned when the run has ended already. */
import type { TenantSql } from "../../../tenancy/tenant-sql.ts";
import type { RunStatus } from "../rows.ts";

export interface Cancelling {
  readonly threadId: string;
  /** What the run has done to the thread goes too. */
  readonly rollback?: boolean;
  /** A word, a colon, and the details. */
  readonly reason: string;
}

export async function cancelRun(
  tx: TenantSql,
  runId: string,
  { threadId, rollback = false, reason }: Cancelling,
): Promise<RunStatus | undefined> {
  const [row] = await tx.query<{ status: RunStatus }>(
    `update signalbox.runs set cancel = true, rollback = $3, cancel_reason = coalesce(cancel_reason, $4), updated_at = clock_timestamp(),
       ended_at = case when status = 'pending' then clock_timestamp() end,
       status = case when status = 'pending' then 'interrupted' else status end
     where id = $1 and thread_id = $2 and tenant = $tenant and status in ('pending', 'running') returning status`,
    [runId, threadId, rollback, reason],
  );
  return row?.status;
}
