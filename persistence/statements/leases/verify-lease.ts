/** Keeps the lease from changing hands until the transaction ends. False: it has changed already. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, fenceOf } from "../../fence.ts";

export async function verifyLease(tx: Sql, threadId: string, epoch: Epoch): Promise<boolean> {
  const rows = await tx.query(`with ${fenceOf(epoch)} select $1 from ok`, [threadId, epoch ?? null]);
  return rows.length === 1;
}
