/** Of each thread that has unfinished runs, the run whose turn it is. */
import type { Sql } from "../../../language/registry/context.ts";
import { heldAs } from "../../fence.ts";

export interface UnfinishedHead {
  readonly thread_id: string;
  readonly run: string;
  readonly job: string;
  /** Of the thread's lease; null when it never had one. */
  readonly epoch: string | null;
}

export async function findUnfinishedHeads(sql: Sql): Promise<UnfinishedHead[]> {
  return sql.query<UnfinishedHead>(
    `select distinct on (r.thread_id) r.thread_id, r.id as run, r.job, ${heldAs} as epoch
     from signalbox.runs r left join signalbox.leases l on l.thread = r.thread_id
     where r.status in ('pending', 'running') and r.job is not null order by r.thread_id, r.status desc, r.created_at`,
  );
}
