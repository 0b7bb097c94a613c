/** Ends a run that leaves nothing behind, in one statement: no question, no child thread, no run that waits for its thread. */
import { stillHas } from "../../../checkpointer/checkpoint-order.ts";
import type { RunStatement } from "../../../checkpointer/checkpoint-statements.ts";
import { type Epoch, epochNumber, heldAs, inThisHistory } from "../../../fence.ts";
import { batchValues, insertBatch } from "../../events/rows.ts";
import type { RunEventsEnd } from "../finish-run.ts";

export interface PlainEnd {
  readonly threadId: string;
  readonly epoch: Epoch;
  /** The last checkpoint that the run stored. */
  readonly head: string | null;
  readonly runId: string;
  /** JSON text; null keeps the thread's earlier ones. */
  readonly values: string | null;
  readonly path: readonly unknown[] | null;
  readonly events: RunEventsEnd;
}

/**
 * The thread's row is locked after the lease, as everywhere. Whoever puts a run, a question or a child on a thread changes its row: while it has
 * the version that this statement began with, what else the statement sees of the thread is as fresh as the lock.
 */
const text = `
with held as (
  select thread from signalbox.leases where thread = $1 and ${heldAs} = $2 and ${inThisHistory} and signalbox.by_key(thread) and ${stillHas({ namespace: "''", id: "$3::text" })} for update
), seen as (
  select xmin::text as version from signalbox.threads where id = $1 and signalbox.by_key(id)
), locked as (
  select t.id, t.xmin::text as version from held join signalbox.threads t on t.id = held.thread and signalbox.by_key(t.id) for update of t
), plain as (
  select locked.id from locked join seen using (version)
  where not exists (select 1 from signalbox.interrupts i where i.thread_id = $1 and i.status = 'pending' and signalbox.by_key(i.thread_id))
    and not exists (select 1 from signalbox.fan_outs f where f.parent_id = $1 and f.resume_run is null and signalbox.by_key(f.parent_id))
    and not exists (select 1 from signalbox.children c where c.thread_id = $1 and c.status = 'started' and signalbox.by_key(c.thread_id))
    and not exists (select 1 from signalbox.runs r where r.thread_id = $1 and r.status in ('pending', 'running') and r.id <> $4 and signalbox.by_key(r.thread_id))
    and not exists (select 1 from signalbox.runs r where r.thread_id = $1 and r.unheard and signalbox.by_key(r.thread_id))
), released as (
  update signalbox.leases set epoch = epoch + 1, worker = null, run = null, job = null, token = null from plain where thread = plain.id and signalbox.by_key(thread) returning thread
), events as (
  ${insertBatch("$9::integer", "released.thread", 10)} from released where $10::text is not null on conflict do nothing
), ended as (
  update signalbox.runs set status = 'success', error = null, path = $6::json, last_event = $7, result = $8, ended_at = clock_timestamp(), updated_at = clock_timestamp()
  from released where id = $4 and thread_id = released.thread and status = 'running' and signalbox.by_key(id)
), stopped as (
  update signalbox.threads t set status = 'idle', updated_at = clock_timestamp(), last_values = coalesce($5::json, last_values), last_path = coalesce($6::json, last_path)
  from released where t.id = released.thread and signalbox.by_key(t.id)
)
select exists (select 1 from held) as is_held, exists (select 1 from released) as is_ended`;

/** gone: another worker has the thread, or the database went back behind the run. not plain: there is more to do, and nothing was written. */
export async function endPlainly(statement: RunStatement, end: PlainEnd): Promise<"ended" | "gone" | "not plain"> {
  const { batch, lastEvent, result } = end.events;
  const values = [
    ...[end.threadId, end.epoch, end.head, end.runId, end.values, end.path && JSON.stringify(end.path), lastEvent, result],
    ...[epochNumber(batch?.epoch) ?? null, ...batchValues(batch)],
  ];
  const [row] = await statement<{ is_held: boolean; is_ended: boolean }>({ name: "signalbox-end-plainly", text, values });
  if (row?.is_ended) return "ended";
  return row?.is_held ? "not plain" : "gone";
}
