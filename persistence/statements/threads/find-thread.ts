/** One thread, with the questions that it waits with. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ThreadRow, threadColumns } from "./rows.ts";

export async function findThread(sql: TenantSql, threadId: string): Promise<ThreadRow | undefined> {
  const [row] = await sql.query<ThreadRow>(`select ${threadColumns} from signalbox.threads t where t.id = $1 and t.tenant = $tenant`, [
    threadId,
  ]);
  return row;
}
