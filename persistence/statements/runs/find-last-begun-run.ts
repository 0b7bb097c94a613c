/** The run of a thread that began last: what continues its turn takes over how it was to be run. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunRow } from "./rows.ts";

export async function findLastBegunRun(
  sql: TenantSql,
  threadId: string,
): Promise<Pick<RunRow, "id" | "kwargs" | "status" | "principal"> | undefined> {
  const [row] = await sql.query<Pick<RunRow, "id" | "kwargs" | "status" | "principal">>(
    "select id, kwargs, status, principal from signalbox.runs where thread_id = $1 and tenant = $tenant and started_at is not null order by started_at desc limit 1",
    [threadId],
  );
  return row;
}
