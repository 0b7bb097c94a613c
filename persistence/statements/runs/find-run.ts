/** One run of a thread. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunRow } from "./rows.ts";

/** `threadId` null: on any thread. */
export async function findRun(sql: TenantSql, runId: string, threadId: string | null): Promise<RunRow | undefined> {
  const [row] = await sql.query<RunRow>(
    "select * from signalbox.runs where id = $1 and tenant = $tenant and ($2::text is null or thread_id = $2)",
    [runId, threadId],
  );
  return row;
}
