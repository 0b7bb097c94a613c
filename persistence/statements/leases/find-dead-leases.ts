/** Leases whose owner has not been seen for a while. */
import type { Sql } from "../../../language/registry/context.ts";

export interface HeldLease {
  readonly thread: string;
  readonly epoch: number;
  readonly worker: string;
  readonly run: string;
  /** The queue's job; null where something else than a run holds the thread. */
  readonly job: string | null;
}

export async function findDeadLeases(sql: Sql, deadAfterMs: number): Promise<HeldLease[]> {
  return sql.query<HeldLease>(
    `select thread, epoch, worker, run, job from leases l where worker is not null
     and not exists (select 1 from workers w where w.id = l.worker and w.seen > clock_timestamp() - $1 * interval '1 millisecond') limit 100`,
    [deadAfterMs],
  );
}
