/** Marks a child thread as ended. Resolves to the visit that started it; to nothing for a thread that is not a child or has ended already. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface ChildVisit {
  readonly parent_id: string;
  readonly task: string;
}

export async function endChild(tx: TenantSql, threadId: string): Promise<ChildVisit | undefined> {
  const [visit] = await tx.query<ChildVisit>(
    "update signalbox.children set status = 'ended' where thread_id = $1 and tenant = $tenant and status = 'started' returning parent_id, task",
    [threadId],
  );
  return visit;
}
