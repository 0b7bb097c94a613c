/** Acquires a thread's lease for an edit of its state. Resolves to the epoch; to undefined while a living owner has it. */
import type { Sql } from "../../../language/registry/context.ts";
import { heldAs } from "../../fence.ts";

export interface EditLease {
  readonly threadId: string;
  readonly worker: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
}

export async function acquireEditLease(tx: Sql, { threadId, worker, deadAfterMs }: EditLease): Promise<string | undefined> {
  const [row] = await tx.query<{ epoch: string }>(
    `insert into signalbox.leases as held (thread, epoch, worker, token, history) values ($1, 1, $2, gen_random_uuid(), signalbox.history())
     on conflict (thread) do update set epoch = held.epoch + 1, worker = excluded.worker, token = excluded.token, history = excluded.history, run = null, job = null
     where held.worker is null or not exists (
       select 1 from signalbox.workers w where w.id = held.worker and w.seen > clock_timestamp() - $3 * interval '1 millisecond'
     ) returning ${heldAs} as epoch`,
    [threadId, worker, deadAfterMs],
  );
  return row?.epoch;
}
