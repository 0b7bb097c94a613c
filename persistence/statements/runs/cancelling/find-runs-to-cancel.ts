/** Unfinished runs that are to be cancelled together: of certain ids, or all that wait or are under way. */
import type { TenantSql } from "../../../tenancy/tenant-sql.ts";
import { filterValue, type MetadataFilter, seenIn } from "../../metadata-filter.ts";
import type { RunRow } from "../rows.ts";

export type RunToCancel = Pick<RunRow, "id" | "kind" | "thread_id">;

export interface RunsToCancel {
  /** Undefined: of all threads. */
  readonly threadId?: string | undefined;
  /** These, also those that have ended; undefined: all that have one of the statuses. */
  readonly runIds?: readonly string[] | undefined;
  readonly statuses: readonly string[];
  /** What the caller may see, of threads. */
  readonly seen?: MetadataFilter | undefined;
}

/** In the order in which they were created. */
export async function findRunsToCancel(sql: TenantSql, { threadId, runIds, statuses, seen }: RunsToCancel): Promise<RunToCancel[]> {
  return sql.query<RunToCancel>(
    `select r.id, r.kind, r.thread_id from signalbox.runs r join signalbox.threads t on t.id = r.thread_id
     where r.tenant = $tenant and ($1::text is null or r.thread_id = $1) and (r.id = any($2::text[]) or ($2 is null and r.status = any($3::text[])))
       and ${seenIn("t.metadata", "$4")}
     order by r.created_at, r.id`,
    [threadId ?? null, runIds ?? null, statuses, filterValue(seen)],
  );
}
