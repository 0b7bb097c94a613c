/** Releases a lease that still has this epoch: from here on its former owner can write nothing. Waits for writes under way. */
import type { Sql } from "../../../language/registry/context.ts";
import { stillHas } from "../../checkpointer/checkpoint-order.ts";
import { type Epoch, heldAs, inThisHistory } from "../../fence.ts";

/** False, too, if the database no longer has the thread's checkpoint `head`. */
export async function releaseLease(tx: Sql, { threadId, epoch, head = null }: HeldLease): Promise<boolean> {
  const rows = await tx.query(
    `update signalbox.leases set epoch = epoch + 1, worker = null, run = null, job = null, token = null
     where thread = $1 and ${heldAs} = $2 and ${inThisHistory} and ${stillHas({ namespace: "''", id: "$3::text" })} returning 1`,
    [threadId, epoch, head],
  );
  return rows.length === 1;
}

export interface HeldLease {
  readonly threadId: string;
  readonly epoch: Epoch;
  /** The last checkpoint that the owner stored. */
  readonly head?: string | null | undefined;
}
