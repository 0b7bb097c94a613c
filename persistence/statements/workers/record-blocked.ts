/** Records that a worker's event loop is blocked: for each of its runs, with the node that began there last. */
import type { Sql } from "../../../language/registry/context.ts";

export interface Blocked {
  readonly worker: string;
  /** Only this worker's runs; false where no other has any. */
  readonly isShared: boolean;
  /** For how long it had not responded. */
  readonly blockedMs: number;
  /** How long ago that was seen. */
  readonly agoMs: number;
}

export interface BlockedNode {
  readonly thread_id: string;
  readonly run_id: string;
  readonly node: string | null;
}

/** One of these nodes blocks it; with a single run it is that one. */
export function recordBlocked(sql: Sql, { worker, isShared, blockedMs, agoMs }: Blocked): Promise<BlockedNode[]> {
  return sql.query<BlockedNode>(
    `with seen as (select clock_timestamp() - $3 * interval '1 millisecond' as at),
     marked as (
       update signalbox.workers set blocked_since = seen.at - $2 * interval '1 millisecond' from seen where id = $1 and blocked_since is null
     )
     insert into signalbox.audit (thread_id, run_id, epoch, what, node, task, detail)
     select r.thread_id, r.id, l.epoch, 'node.blocked', s.node, s.task, json_build_object('worker', $1::text, 'blockedMs', $2::int)
     from seen join signalbox.runs r on r.started_at <= seen.at and (r.ended_at is null or r.ended_at > seen.at)
     join signalbox.leases l on l.thread = r.thread_id and (not $4 or l.worker = $1 and l.run = r.id)
     left join lateral (
       select node, task from signalbox.audit a where a.thread_id = r.thread_id and a.run_id = r.id and a.what = 'node.started' and a.at <= seen.at
       order by a.id desc limit 1
     ) s on true
     returning thread_id, run_id, node`,
    [worker, Math.round(blockedMs), agoMs, isShared],
  );
}
