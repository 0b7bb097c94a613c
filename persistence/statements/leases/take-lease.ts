/** Takes a thread's lease for something else than a run. Nothing is returned while a living owner has it. */
import type { Sql } from "../../../language/registry/context.ts";

export interface Taking {
  readonly threadId: string;
  readonly worker: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
}

export async function takeLease(tx: Sql, { threadId, worker, deadAfterMs }: Taking): Promise<number | undefined> {
  const [row] = await tx.query<{ epoch: number }>(
    `insert into leases as held (thread, epoch, worker) values ($1, 1, $2)
     on conflict (thread) do update set epoch = held.epoch + 1, worker = excluded.worker, run = null, job = null
     where held.worker is null or not exists (
       select 1 from workers w where w.id = held.worker and w.seen > clock_timestamp() - $3 * interval '1 millisecond'
     ) returning epoch`,
    [threadId, worker, deadAfterMs],
  );
  return row?.epoch;
}
