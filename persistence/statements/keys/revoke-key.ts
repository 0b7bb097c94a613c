/** Revokes an API key for good. Resolves to whether there is one. */
import type { Sql } from "../../../language/registry/context.ts";

export async function revokeKey(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query(
    "update signalbox.api_keys set revoked_at = coalesce(revoked_at, clock_timestamp()) where id = $1 returning id",
    [id],
  );
  return rows.length > 0;
}
