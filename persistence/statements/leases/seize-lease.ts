/** Takes a lease from an owner that cannot continue. Never waits: while a write of the owner is under way, or frozen in its transaction, it returns false and is tried again later. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, heldAs } from "../../fence.ts";

export async function seizeLease(tx: Sql, threadId: string, epoch: Epoch): Promise<boolean> {
  const rows = await tx.query(
    `update signalbox.leases set epoch = epoch + 1, worker = null, run = null, job = null, token = null
     where thread = (select thread from signalbox.leases where thread = $1 and ${heldAs} = $2 for update skip locked) returning 1`,
    [threadId, epoch],
  );
  return rows.length === 1;
}
