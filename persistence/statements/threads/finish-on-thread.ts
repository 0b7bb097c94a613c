/** Records how a thread stands after a run, in the transaction that has released the run's lease. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface StoppedThread {
  readonly threadId: string;
  readonly failed: boolean;
  /** It stopped before its end without a question: at a breakpoint of a raw graph. */
  readonly paused: boolean;
  /** JSON text; null keeps the earlier ones. */
  readonly values: string | null;
  readonly path: readonly unknown[] | null;
}

/** An error wins, then a waiting question, then a sleep, then a run in the queue: one that brings the last answer is under way, not paused. */
export async function finishOnThread(tx: TenantSql, { threadId, failed, paused, values, path }: StoppedThread): Promise<void> {
  await tx.query(
    `update signalbox.threads t set updated_at = clock_timestamp(), last_values = coalesce($4::json, last_values), last_path = coalesce($5::json, last_path),
       status = case
         when $2 then 'error'
         when exists (select 1 from signalbox.interrupts i where i.thread_id = t.id and i.status = 'pending' and not i.sleeps) then 'interrupted'
         when exists (select 1 from signalbox.interrupts i where i.thread_id = t.id and i.status = 'pending') then 'busy'
         when exists (select 1 from signalbox.fan_outs f where f.parent_id = t.id and f.resume_run is null) then 'busy'
         when exists (select 1 from signalbox.runs r where r.thread_id = t.id and r.status in ('pending', 'running')) then 'busy'
         when $3 then 'interrupted'
         else 'idle' end
     where t.id = $1 and t.tenant = $tenant`,
    [threadId, failed, paused, values, path && JSON.stringify(path)],
  );
}
