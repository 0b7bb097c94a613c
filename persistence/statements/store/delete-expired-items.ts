/** Deletes items of all tenants whose time is over. */
import type { Sql } from "../../../language/registry/context.ts";

export async function deleteExpiredItems(sql: Sql): Promise<void> {
  await sql.query(
    `with gone as (
       delete from signalbox.store_items where ctid in (
         select ctid from signalbox.store_items where expires_at <= clock_timestamp() order by expires_at limit 1000 for update skip locked
       ) returning tenant, octet_length(value::text) as bytes
     ), lost as (
       select tenant, sum(bytes) as bytes from gone group by tenant
     ), counted as materialized (
       select s.tenant, lost.bytes from signalbox.tenant_storage s join lost using (tenant) order by s.tenant for update of s
     )
     update signalbox.tenant_storage s set store_bytes = s.store_bytes - counted.bytes from counted where s.tenant = counted.tenant`,
  );
}
