/** What the statements that begin a run without a job have in common. A statement names the thread `$2` and the run `$1`; nothing here waits for a lock. */
import { heldAs } from "../../../fence.ts";
import { BEGUN_HERE } from "../../begun-here.ts";

/** Runs of the queue come first. */
export const nothingWaits =
  "not exists (select 1 from signalbox.runs q where q.status = 'pending' and q.job is not null and signalbox.by_key(q.thread_id))";

/** Of the thread in `free`, if nobody holds it. `worker` is a parameter. */
export const leaseHere = (worker: string) => `
unheld as (
  select 1 from signalbox.leases where thread = $2 and worker is null and signalbox.by_key(thread) for update skip locked
), lease as (
  insert into signalbox.leases as held (thread, epoch, worker, run, job, token, history)
  select id, 1, ${worker}, $1, '${BEGUN_HERE}', gen_random_uuid(), signalbox.history() from free
  where exists (select 1 from unheld) or not exists (select 1 from signalbox.leases l where l.thread = $2 and signalbox.by_key(l.thread))
  on conflict (thread) do update set epoch = held.epoch + 1, worker = excluded.worker, run = excluded.run, job = excluded.job, token = excluded.token,
    history = excluded.history where held.worker is null
  returning ${heldAs} as epoch
)`;

export interface LeaseHere {
  /** Of the lease, with its token. */
  readonly epoch: string;
  /** The thread's last checkpoint. */
  readonly head: string | null;
}
