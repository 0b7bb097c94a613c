/** Writes an item of the store with what it is found by, over the one that is there. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ItemKey, inMinutes } from "./rows.ts";

export interface ItemToPut extends ItemKey {
  readonly value: Readonly<Record<string, unknown>>;
  readonly ttlMinutes: number | null;
  readonly vectors: readonly (readonly number[])[];
}

export async function putItem(sql: TenantSql, { namespace, key, value, ttlMinutes, vectors }: ItemToPut): Promise<void> {
  await sql.query(
    `with before as (
       select octet_length(value::text) as bytes from signalbox.store_items where tenant = $tenant and namespace = $1::text[] and key = $2
     ), item as (
     insert into signalbox.store_items as i (tenant, namespace, key, value, ttl_minutes, expires_at)
     values ($tenant, $1::text[], $2, $3::json, $4::float8, ${inMinutes("$4::float8")})
     on conflict (tenant, namespace, key) do update set value = excluded.value, ttl_minutes = excluded.ttl_minutes, expires_at = excluded.expires_at,
       created_at = case when i.expires_at <= clock_timestamp() then excluded.created_at else i.created_at end, updated_at = clock_timestamp()
     returning octet_length(value::text) as bytes
     ), counted as (
       update signalbox.tenant_storage set store_bytes = store_bytes + (select bytes from item) - coalesce((select bytes from before), 0) where tenant = $tenant
     ), gone as (
       delete from signalbox.store_vectors where tenant = $tenant and namespace = $1::text[] and key = $2 and place > jsonb_array_length($5::jsonb)
     )
     insert into signalbox.store_vectors (tenant, namespace, key, place, embedding)
     select $tenant, $1::text[], $2, place, array(select number::real from jsonb_array_elements_text(vector) number)
     from jsonb_array_elements($5::jsonb) with ordinality as given (vector, place)
     on conflict (tenant, namespace, key, place) do update set embedding = excluded.embedding`,
    [namespace, key, JSON.stringify(value), ttlMinutes, JSON.stringify(vectors)],
  );
}
