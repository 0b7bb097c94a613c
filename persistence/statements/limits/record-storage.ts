/** Records what a tenant's threads and store take. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { MeasuredThread } from "./measure-threads.ts";

/** Comes before any lock on a thread: whoever deletes threads takes these locks one after the other. From here on, deletions and the store are counted. */
export async function lockTenantStorage(tx: TenantSql): Promise<void> {
  await tx.query(
    "insert into signalbox.tenant_storage as s (tenant) values ($tenant) on conflict (tenant) do update set tenant = s.tenant",
  );
}

/** Under the lock. Puts and deletes keep the number afterwards. */
export async function measureStore(tx: TenantSql): Promise<void> {
  await tx.query(
    `update signalbox.tenant_storage set store_bytes = (
       select coalesce(sum(octet_length(value::text)), 0) from signalbox.store_items where tenant = $tenant
     ) where tenant = $tenant`,
  );
}

/** Under the lock. Threads that are locked or gone meanwhile keep what was recorded. */
export async function recordThreads(tx: TenantSql, threads: readonly MeasuredThread[]): Promise<void> {
  await tx.query(
    `with measured as materialized (
       select t.id, t.stored_bytes as before, given.bytes from signalbox.threads t
       join unnest($1::text[], $2::bigint[]) as given (id, bytes) using (id) where t.tenant = $tenant for update of t skip locked
     ), kept as (
       update signalbox.threads t set stored_bytes = measured.bytes from measured where t.id = measured.id and t.tenant = $tenant
     )
     update signalbox.tenant_storage set thread_bytes = thread_bytes + (select coalesce(sum(bytes - before), 0) from measured)
     where tenant = $tenant`,
    [threads.map(({ id }) => id), threads.map(({ bytes }) => bytes)],
  );
}
