/** The metadata of one thread. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function findThreadMetadata(sql: TenantSql, threadId: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await sql.query<{ metadata: Record<string, unknown> }>(
    "select metadata from signalbox.threads where id = $1 and tenant = $tenant",
    [threadId],
  );
  return row?.metadata;
}
