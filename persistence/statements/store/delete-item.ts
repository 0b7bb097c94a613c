/** Deletes an item of the store, if it is there. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { ItemKey } from "./rows.ts";

export async function deleteItem(sql: TenantSql, { namespace, key }: ItemKey): Promise<void> {
  await sql.query(
    `with gone as (
       delete from signalbox.store_items where tenant = $tenant and namespace = $1::text[] and key = $2 returning octet_length(value::text) as bytes
     )
     update signalbox.tenant_storage set store_bytes = store_bytes - (select bytes from gone) where tenant = $tenant and exists (select 1 from gone)`,
    [namespace, key],
  );
}
