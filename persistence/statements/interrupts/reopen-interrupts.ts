/** Opens the questions again whose answers a run was to carry: it was cancelled before it began. A sleep ends with it. Resolves to the ids of the questions. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

/** Their answers are deleted: the same people may answer again. */
export async function reopenInterrupts(tx: TenantSql, threadId: string, runId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with reopened as (
       update signalbox.interrupts set status = case when sleeps then 'superseded' else 'pending' end, decision = null, answer = null, decided_by = null, decided_via = null, decided_at = null, resume_run = null
       where thread_id = $1 and resume_run = $2 and tenant = $tenant and status in ('decided', 'expired') returning id, asked_id, sleeps
     ), forgotten as (delete from signalbox.answers where interrupt_id in (select id from reopened)),
     forgotten_too as (delete from signalbox.replaced_answers where interrupt_id in (select id from reopened))
     select coalesce(asked_id, id) as id from reopened where not sleeps`,
    [threadId, runId],
  );
  return rows.map(({ id }) => id);
}
