/** Keeps the lease from changing hands until the transaction ends. Resolves to false when it has changed already. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, fenceOf } from "../../fence.ts";

export async function holdLease(tx: Sql, thread: string, epoch: Epoch): Promise<boolean> {
  const rows = await tx.query(`with ${fenceOf(epoch)} select $1 from ok`, [thread, epoch ?? null]);
  return rows.length === 1;
}
