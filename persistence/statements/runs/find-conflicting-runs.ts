/** The runs of a thread that a newer one would replace: all that have not ended, except those whose time has not come. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunRow } from "./rows.ts";

export function findConflictingRuns(tx: TenantSql, threadId: string): Promise<Pick<RunRow, "id" | "kind" | "status">[]> {
  return tx.query(
    `select id, kind, status from signalbox.runs where thread_id = $1 and tenant = $tenant and status in ('pending', 'running')
       and (job is not null or not_before is null) order by created_at`,
    [threadId],
  );
}
