/** Deletes an assistant with its versions. False: there is none. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function deleteAssistant(tx: TenantSql, id: string): Promise<boolean> {
  const rows = await tx.query("delete from signalbox.assistants where tenant = $tenant and id = $1 returning 1", [id]);
  return rows.length > 0;
}
