/** One item of the store. Reading it may renew its time. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ItemKey, type ItemRow, inMinutes, isLive, itemColumns } from "./rows.ts";

export async function getItem(sql: TenantSql, { namespace, key }: ItemKey, renews: boolean): Promise<ItemRow | undefined> {
  const [row] = await sql.query<ItemRow>(
    `with found as (select * from signalbox.store_items i where tenant = $tenant and namespace = $1::text[] and key = $2 and ${isLive}),
     renewed as (
       update signalbox.store_items s set expires_at = ${inMinutes("s.ttl_minutes")} from found
       where $3 and found.ttl_minutes is not null and s.tenant = found.tenant and s.namespace = found.namespace and s.key = found.key
     )
     select ${itemColumns} from found i`,
    [namespace, key, renews],
  );
  return row;
}
