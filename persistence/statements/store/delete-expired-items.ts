/** Deletes items of all tenants whose time is over. */
import type { Sql } from "../../../language/registry/context.ts";

export async function deleteExpiredItems(sql: Sql): Promise<void> {
  await sql.query(
    `delete from signalbox.store_items where ctid in (
       select ctid from signalbox.store_items where expires_at <= clock_timestamp() order by expires_at limit 1000 for update skip locked
     )`,
  );
}
