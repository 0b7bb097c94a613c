/** Deletes a run that has ended, with its events. Resolves to false when there is no such run. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function deleteRun(tx: TenantSql, runId: string, threadId: string): Promise<boolean> {
  const rows = await tx.query(
    `with run as (delete from signalbox.runs where id = $1 and thread_id = $2 and tenant = $tenant and status not in ('pending', 'running') returning 1),
       events as (delete from signalbox.run_events where thread_id = $2 and run_id = $1 and exists (select 1 from run))
     select 1 from run`,
    [runId, threadId],
  );
  return rows.length === 1;
}
