/** Whether a thread has a run that has not ended, also one that is held or whose time has not come. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function hasUnfinishedRun(sql: TenantSql, threadId: string): Promise<boolean> {
  const rows = await sql.query(
    "select 1 from signalbox.runs where thread_id = $1 and tenant = $tenant and status in ('pending', 'running') limit 1",
    [threadId],
  );
  return rows.length === 1;
}
