/** Deletes an item of the store, if it is there. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { ItemKey } from "./rows.ts";

export async function deleteItem(sql: TenantSql, { namespace, key }: ItemKey): Promise<void> {
  await sql.query("delete from signalbox.store_items where tenant = $tenant and namespace = $1::text[] and key = $2", [namespace, key]);
}
