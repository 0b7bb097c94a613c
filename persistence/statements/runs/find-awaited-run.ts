/** A run as somebody sees it who waits for its end. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunRow } from "./rows.ts";

export interface AwaitedRun extends RunRow {
  /** It stopped to wait for child threads: another run carries on after them. */
  readonly is_continued: boolean;
}

/** `threadId` null: on any thread. */
export async function findAwaitedRun(sql: TenantSql, runId: string, threadId: string | null): Promise<AwaitedRun | undefined> {
  const [row] = await sql.query<AwaitedRun>(
    `select r.*, exists (
       select 1 from signalbox.fan_outs f where f.parent_id = r.thread_id and f.stopped_run = r.id and f.resume_run is distinct from 'given up'
     ) as is_continued
     from signalbox.runs r where r.id = $1 and r.tenant = $tenant and ($2::text is null or r.thread_id = $2)`,
    [runId, threadId],
  );
  return row;
}
