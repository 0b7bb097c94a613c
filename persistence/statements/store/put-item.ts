/** Writes an item of the store, over the one that is there. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ItemKey, inMinutes } from "./rows.ts";

export interface ItemToPut extends ItemKey {
  readonly value: Readonly<Record<string, unknown>>;
  readonly ttlMinutes: number | null;
}

export async function putItem(sql: TenantSql, { namespace, key, value, ttlMinutes }: ItemToPut): Promise<void> {
  await sql.query(
    `insert into signalbox.store_items as i (tenant, namespace, key, value, ttl_minutes, expires_at)
     values ($tenant, $1::text[], $2, $3::json, $4::float8, ${inMinutes("$4::float8")})
     on conflict (tenant, namespace, key) do update set value = excluded.value, ttl_minutes = excluded.ttl_minutes, expires_at = excluded.expires_at,
       created_at = case when i.expires_at <= clock_timestamp() then excluded.created_at else i.created_at end, updated_at = clock_timestamp()`,
    [namespace, key, JSON.stringify(value), ttlMinutes],
  );
}
