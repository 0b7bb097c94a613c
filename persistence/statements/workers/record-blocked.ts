/** Records that a worker's event loop is blocked: for each of its runs, with the node that began there last. */
import type { Sql } from "../../../language/registry/context.ts";
import type { StartOperation } from "../../checkpointer/group-commit/operation.ts";
import { isHeld } from "../../fence.ts";

export interface Blocked {
  readonly worker: string;
  /** Only this worker's runs; false where no other has any. */
  readonly isShared: boolean;
  /** For how long it had not responded. */
  readonly blockedMs: number;
  /** How long ago that was seen. */
  readonly agoMs: number;
  /** Those of nodes that were not on record when it was seen: they are put on record first. */
  readonly starts: readonly StartOperation[];
}

export interface BlockedNode {
  readonly thread_id: string;
  readonly run_id: string;
  readonly node: string | null;
}

const text = `
with seen as (select clock_timestamp() - $3 * interval '1 millisecond' as at),
marked as (
  update signalbox.workers set blocked_since = seen.at - $2 * interval '1 millisecond' from seen where id = $1 and blocked_since is null
), late as (
  select s.*, l.epoch from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
    with ordinality as s (ref, tenant, thread, lease, run, node, task, number)
  join signalbox.leases l on l.thread = s.thread and ${isHeld("l", "s.lease")}
), recorded as (
  insert into signalbox.audit (thread_id, epoch, run_id, what, node, task, tenant, ref)
  select thread, epoch, run, 'node.started', node, task, tenant, ref from late order by number on conflict do nothing
)
insert into signalbox.audit (thread_id, run_id, epoch, what, node, task, detail)
select r.thread_id, r.id, l.epoch, 'node.blocked', s.node, s.task, json_build_object('worker', $1::text, 'blockedMs', $2::int)
from seen join signalbox.runs r on r.started_at <= seen.at and (r.ended_at is null or r.ended_at > seen.at)
join signalbox.leases l on l.thread = r.thread_id and (not $4 or l.worker = $1 and l.run = r.id)
left join lateral (
  select node, task from (
    (select node, task, 0 as place, number from late where late.run = r.id)
    union all
    (select node, task, 1, a.id from signalbox.audit a where a.thread_id = r.thread_id and a.run_id = r.id and a.what = 'node.started' and a.at <= seen.at
     order by a.id desc limit 1)
  ) begun order by place, number desc limit 1
) s on true
returning thread_id, run_id, node`;

/** One of these nodes blocks it; with a single run it is that one. */
export function recordBlocked(sql: Sql, { worker, isShared, blockedMs, agoMs, starts }: Blocked): Promise<BlockedNode[]> {
  return sql.query<BlockedNode>(text, [
    ...[worker, Math.round(blockedMs), agoMs, isShared],
    ...[starts.map(({ ref }) => ref), starts.map(({ tenant }) => tenant), starts.map(({ threadId }) => threadId)],
    ...[starts.map(({ epoch }) => String(epoch)), starts.map(({ run }) => run), starts.map(({ node }) => node)],
    starts.map(({ taskId }) => taskId),
  ]);
}
