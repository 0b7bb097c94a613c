/** Begins a run: acquires the thread's lease and marks the run as running, in one statement. A living owner keeps its lease. */
import type { Sql } from "../../../language/registry/context.ts";
import { headOf } from "../../checkpointer/checkpoint-order.ts";
import { findHead } from "../../checkpointer/roll-back.ts";
import { heldAs } from "../../fence.ts";
import type { RunRow } from "../runs/rows.ts";

export interface Acquisition {
  readonly runId: string;
  /** The run's; undefined for a job of an earlier program, which names the run alone. */
  readonly thread: string | undefined;
  readonly jobId: string;
  readonly worker: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
  /** False: another suspect is on probation in this process. */
  readonly mayTakeSuspect: boolean;
  /** False: other suspects run in this process, and one that was accused before must not be taken for them. */
  readonly mayTakeAccused: boolean;
}

/** A run whose worker died: see the table of suspects. */
export interface Suspect {
  readonly deaths: number;
  readonly accused: number;
}

/** As it is when it begins. */
export type BegunRun = Omit<RunRow, "created_at" | "updated_at" | "started_at" | "ended_at">;

export interface Acquired {
  readonly thread_id: string;
  /** The run's own status before this statement. */
  readonly status: RunRow["status"];
  /** Null: the thread's owner is alive, or it is a suspect that this process may not take. */
  readonly epoch: string | null;
  /** Since it last got any further; null for nearly all runs. */
  readonly suspect: Suspect | null;
  /** The run as it is now; null: it ended while we waited for the lease, or had ended before. */
  readonly run: BegunRun | null;
  /** The thread's last checkpoint. */
  readonly head: string | null;
  /** The definition that the thread follows; null for a raw LangGraph. */
  readonly definition: string | null;
  readonly tenant: string;
  /** A signal waits for the run's end: the run stops once its answer or input is state. */
  readonly signalled: boolean;
}

/** After a death in company, or a second one. A run that died alone once is begun again at once: there is nobody else to blame. */
const needsProbation = "suspect is not null and ((suspect ->> 'deaths')::int > 1 or (suspect ->> 'accused')::int = 0)";

const wasAccused = "(suspect ->> 'accused')::int > 0";

/** The update tests the status once more: the first look may be older than the lease lock that it waited for. */
const text = `
with asked as (
  select r.id, r.thread_id, r.status, t.definition_hash, t.tenant, ${headOf("r.thread_id")} as head,
    exists (select 1 from signalbox.runs s where s.thread_id = r.thread_id and s.kind = 'signal' and s.status = 'pending' and s.id <> r.id) as signalled,
    (select row_to_json(s) from signalbox.suspects s where s.run = r.id) as suspected,
    (select l.epoch from signalbox.leases l where l.thread = r.thread_id) as seen
  from signalbox.runs r join signalbox.threads t on t.id = r.thread_id where r.id = $1 and ($7::text is null or r.thread_id = $7)
), looked as (
  select case when suspected ->> 'head' is not distinct from head then suspected end as suspect from asked
), lease as (
  insert into signalbox.leases as held (thread, epoch, worker, run, job, token, history)
  select thread_id, 1, $2, id, $3, gen_random_uuid(), signalbox.history() from asked where status in ('pending', 'running')
    and ($5 or not exists (select 1 from looked where ${needsProbation})) and ($6 or not exists (select 1 from looked where ${wasAccused}))
  on conflict (thread) do update set epoch = held.epoch + 1, worker = excluded.worker, run = excluded.run, job = excluded.job, token = excluded.token,
    history = excluded.history
  where held.worker is null or not exists (
    select 1 from signalbox.workers w where w.id = held.worker and w.id <> $2 and w.seen > clock_timestamp() - $4 * interval '1 millisecond'
  )
  returning ${heldAs} as epoch, held.epoch as number
), begun as (
  update signalbox.runs set status = 'running', starts = starts + 1, attempts = attempts + 1, has_events = true, started_at = coalesce(started_at, clock_timestamp()), updated_at = clock_timestamp(),
    base = case when started_at is null then (select head from asked) else base end
  where id = $1 and thread_id = (select thread_id from asked) and status in ('pending', 'running') and exists (select 1 from lease)
  returning *
), probation as (
  update signalbox.suspects set on_probation = true where run = $1 and exists (select 1 from lease) and exists (select 1 from looked where ${needsProbation})
)
select asked.thread_id, asked.status, asked.definition_hash as definition, asked.tenant, asked.head, asked.signalled, (select suspect from looked) as suspect,
  (select number from lease) is distinct from coalesce(asked.seen, 0) + 1 as waited, (select epoch from lease) as epoch, (select row_to_json(begun) from begun) as run from asked`;

/** Resolves to nothing when there is no such run. */
export async function acquireLease(
  sql: Sql,
  { runId, thread, jobId, worker, deadAfterMs, mayTakeSuspect, mayTakeAccused }: Acquisition,
): Promise<Acquired | undefined> {
  const values = [runId, worker, jobId, deadAfterMs, mayTakeSuspect, mayTakeAccused, thread ?? null];
  const [row] = await sql.query<Acquired & { waited: boolean }>(text, values);
  // the lease went through other hands while this statement waited for it: what it saw of the thread is older
  return row?.run && row.waited ? { ...row, head: await findHead(sql, row.thread_id) } : row;
}
