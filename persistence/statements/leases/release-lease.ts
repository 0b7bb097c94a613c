/** Releases a lease that still has this epoch: from here on its former owner can write nothing. Waits for writes under way. */
import type { Sql } from "../../../language/registry/context.ts";

export async function releaseLease(tx: Sql, threadId: string, epoch: number): Promise<boolean> {
  const rows = await tx.query(
    "update signalbox.leases set epoch = epoch + 1, worker = null, run = null, job = null where thread = $1 and epoch = $2 returning 1",
    [threadId, epoch],
  );
  return rows.length === 1;
}
