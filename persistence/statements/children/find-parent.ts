/** The thread that started a child thread; undefined for any other thread. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function findParent(sql: TenantSql, threadId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ parent_id: string }>(
    "select parent_id from signalbox.children where thread_id = $1 and tenant = $tenant",
    [threadId],
  );
  return row?.parent_id;
}
