/** How much of what is limited a tenant uses: runs that wait, counted up to a limit, and stored bytes as they were last measured. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface TenantUse {
  readonly waiting: number;
  readonly bytes: number;
}

/** @param most How far to count the runs. */
export async function tenantUse(sql: TenantSql, most: number): Promise<TenantUse> {
  const [use] = await sql.query<TenantUse>(
    `select
       (select count(*)::int from (select 1 from signalbox.runs where tenant = $tenant and status = 'pending' limit $1) waiting) as waiting,
       coalesce((select (thread_bytes + store_bytes)::float8 from signalbox.tenant_storage where tenant = $tenant), 0) as bytes`,
    [most],
  );
  return use ?? { waiting: 0, bytes: 0 };
}

/** Until the end of the transaction nobody else who takes it puts a run of the tenant into the queue: what is counted afterwards stays true. */
export async function lockTenantQueue(tx: TenantSql): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('signalbox queue of ' || $tenant::text, 0))");
}
