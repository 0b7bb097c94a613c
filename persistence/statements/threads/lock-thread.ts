/** Holds a thread's row until the transaction ends: starting, deciding, cancelling and finishing on one thread take turns. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { ThreadHead } from "./rows.ts";

/** Without the open questions: in this statement they could be older than the lock. Read them after it. */
export async function lockThread(tx: TenantSql, threadId: string): Promise<ThreadHead | undefined> {
  const [row] = await tx.query<ThreadHead>("select * from signalbox.threads where id = $1 and tenant = $tenant for update", [threadId]);
  return row;
}
