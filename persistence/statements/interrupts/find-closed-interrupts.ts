/** Of these questions of a thread, those that are decided or superseded: a checkpoint lists them until the next one is written. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export async function findClosedInterrupts(sql: TenantSql, threadId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    "select coalesce(asked_id, id) as id from signalbox.interrupts where thread_id = $1 and tenant = $tenant and coalesce(asked_id, id) = any($2::text[]) and status <> 'pending'",
    [threadId, ids],
  );
  return rows.map(({ id }) => id);
}
