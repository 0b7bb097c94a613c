/** Releases a lease that still has this epoch: from here on its former owner can write nothing. Waits for writes under way. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, heldAs } from "../../fence.ts";

export async function releaseLease(tx: Sql, threadId: string, epoch: Epoch): Promise<boolean> {
  const rows = await tx.query(
    `update signalbox.leases set epoch = epoch + 1, worker = null, run = null, job = null, token = null where thread = $1 and ${heldAs} = $2 returning 1`,
    [threadId, epoch],
  );
  return rows.length === 1;
}
