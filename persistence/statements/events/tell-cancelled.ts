/** Tells readers of a thread that a run was cancelled which no worker executes: as an event of an epoch that no run has. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

/** Its name begins like those of all events that only readers of threads see. */
export const CANCELLED = "__cancelled";

const ATTEMPT_SPAN = 1_000_000_000;

/** Of the runs in `table`, with their epoch, and their number within it, which grows with their attempts as their ids do. */
const insertFrom = (table: string): string => `
  insert into signalbox.run_events (tenant, thread_id, run_id, epoch, first, last, open_from, at, body)
  select tenant, thread_id, id, epoch, event, event, event, clock_timestamp(), '[["${CANCELLED}",null]]'
  from (select *, attempts * ${ATTEMPT_SPAN}::bigint + number as event from ${table}) told on conflict do nothing`;

/**
 * In a transaction that holds the thread's row and has cancelled the run. Of a thread that a worker holds it is told at the end of the run that
 * is under way: only that worker knows what comes before. It never waits for the lease, which has to be locked before the thread.
 */
export async function tellCancelled(tx: TenantSql, threadId: string, runId: string): Promise<void> {
  await tx.query(
    `with free as (
       update signalbox.leases set epoch = epoch + 1
       where thread = (select thread from signalbox.leases where thread = $1 and worker is null for update skip locked) returning epoch
     ), place as (
       select epoch, 0::bigint as number from free
       union all
       select 0, (select coalesce(max(last % ${ATTEMPT_SPAN}) + 1, 0) from signalbox.run_events where thread_id = $1 and epoch = 0)
       where not exists (select 1 from signalbox.leases where thread = $1)
     ), told as (
       update signalbox.runs set has_events = has_events or exists (select 1 from place), unheard = not exists (select 1 from place)
       where id = $2 and thread_id = $1 and tenant = $tenant returning tenant, thread_id, id, attempts
     ), placed as (
       select told.*, place.epoch, place.number from told, place
     )
     ${insertFrom("placed")}`,
    [threadId, runId],
  );
}

/** With that run's end, after its lease was released: what `finishRun` does besides. `thread`: the thread's id. */
export const insertUnheard = (thread: string): string => `
unheard as (
  update signalbox.runs set unheard = false, has_events = true where thread_id = ${thread} and unheard returning tenant, thread_id, id, attempts, ended_at
), told as (
  select u.*, l.epoch, row_number() over (order by u.attempts, u.ended_at) - 1 as number from unheard u join signalbox.leases l on l.thread = u.thread_id
), heard as (${insertFrom("told")})`;
