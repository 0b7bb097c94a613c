/** Leases whose owner does not continue: it is dead, or runs something else. */
import type { Sql } from "../../../language/registry/context.ts";
import { heldAs } from "../../fence.ts";
import { mayBeTried } from "../set-aside.ts";

export interface LeaseRow {
  readonly thread_id: string;
  readonly epoch: string;
  readonly worker: string;
  readonly run: string;
  /** The queue's job; null where something else than a run holds the thread. */
  readonly job: string | null;
}

/** Never the asking worker's own: it is alive, whatever its heartbeat says. */
export async function findDeadLeases(sql: Sql, worker: string, deadAfterMs: number): Promise<LeaseRow[]> {
  return sql.query<LeaseRow>(
    `select thread as thread_id, ${heldAs} as epoch, worker, run, job from signalbox.leases l where worker <> $2 and worker <> $2::text || ':blocked'
     and not exists (select 1 from signalbox.workers w where w.id = l.worker and w.seen > clock_timestamp() - $1 * interval '1 millisecond')
     and ${mayBeTried("hand-over", "l.thread")}`,
    [deadAfterMs, worker],
  );
}

/** Those that a worker holds for runs it is not executing. */
export async function findOrphanedLeases(sql: Sql, worker: string, executing: readonly string[]): Promise<LeaseRow[]> {
  return sql.query<LeaseRow>(
    `select thread as thread_id, ${heldAs} as epoch, worker, run, job from signalbox.leases l
     where worker = $1 and run is not null and not run = any($2::text[]) and ${mayBeTried("hand-over", "l.thread")}`,
    [worker, executing],
  );
}
