/** Deletes a thread with its runs, events, questions and checkpoints. Its effects and its audit trail stay. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function deleteThread(tx: TenantSql, threadId: string): Promise<void> {
  await tx.query(
    `with writes as (delete from signalbox.checkpoint_writes where thread_id = $1), blobs as (delete from signalbox.checkpoint_blobs where thread_id = $1),
       states as (delete from signalbox.checkpoints where thread_id = $1), lease as (delete from signalbox.leases where thread = $1),
       events as (delete from signalbox.run_events where thread_id = $1 and tenant = $tenant),
       thread as (delete from signalbox.threads where id = $1 and tenant = $tenant returning stored_bytes)
     update signalbox.tenant_storage set thread_bytes = thread_bytes - (select stored_bytes from thread)
     where tenant = $tenant and exists (select 1 from thread where stored_bytes > 0)`,
    [threadId],
  );
}
