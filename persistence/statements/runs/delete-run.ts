/** Deletes a run that has ended. Resolves to false when there is no such run. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function deleteRun(tx: TenantSql, runId: string, threadId: string): Promise<boolean> {
  const rows = await tx.query(
    "delete from signalbox.runs where id = $1 and thread_id = $2 and tenant = $tenant and status not in ('pending', 'running') returning 1",
    [runId, threadId],
  );
  return rows.length === 1;
}
