/** A held run has a job in the queue now: its thread is busy, under this definition. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface QueuedHeldRun {
  readonly runId: string;
  readonly job: string;
  readonly threadId: string;
  readonly definitionHash: string | null;
}

export async function queueHeldRun(tx: TenantSql, { runId, job, threadId, definitionHash }: QueuedHeldRun): Promise<void> {
  await tx.query(
    `with queued as (update signalbox.runs set job = $2, updated_at = clock_timestamp() where id = $1 and thread_id = $3 and tenant = $tenant)
     update signalbox.threads set status = 'busy', definition_hash = $4, updated_at = clock_timestamp() where id = $3 and tenant = $tenant`,
    [runId, job, threadId, definitionHash],
  );
}
