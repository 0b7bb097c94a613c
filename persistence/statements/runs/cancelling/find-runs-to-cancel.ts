/** Unfinished runs that are to be cancelled together: of certain ids, or all that wait or are under way. */
import type { TenantSql } from "../../../tenancy/tenant-sql.ts";
import type { RunRow } from "../rows.ts";

export type RunToCancel = Pick<RunRow, "id" | "kind" | "thread_id">;

export interface RunsToCancel {
  /** Undefined: of all threads. */
  readonly threadId?: string | undefined;
  /** These, also those that have ended; undefined: all that have one of the statuses. */
  readonly runIds?: readonly string[] | undefined;
  readonly statuses: readonly string[];
}

/** In the order in which they were created. */
export async function findRunsToCancel(sql: TenantSql, { threadId, runIds, statuses }: RunsToCancel): Promise<RunToCancel[]> {
  return sql.query<RunToCancel>(
    `select id, kind, thread_id from signalbox.runs
     where tenant = $tenant and ($1::text is null or thread_id = $1) and (id = any($2::text[]) or ($2 is null and status = any($3::text[])))
     order by created_at, id`,
    [threadId ?? null, runIds ?? null, statuses],
  );
}
