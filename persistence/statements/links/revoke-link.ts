/** Ends a decision link before its time. */
import type { Sql } from "../../../language/registry/context.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function revokeLink(tx: TenantSql, id: string): Promise<void> {
  await tx.query("insert into signalbox.revoked_links (tenant, id) values ($tenant, $1) on conflict (tenant, id) do nothing", [id]);
}

/** Of all tenants: a part of those whose links are over by themselves. */
export async function forgetRevokedLinks(sql: Sql, longestMs: number): Promise<void> {
  await sql.query(
    `delete from signalbox.revoked_links where ctid = any(array(
       select ctid from signalbox.revoked_links where revoked_at < clock_timestamp() - $1 * interval '1 millisecond' limit 5000))`,
    [longestMs],
  );
}
