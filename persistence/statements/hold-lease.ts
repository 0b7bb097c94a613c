/** Keeps the lease from changing hands until the transaction ends. Resolves to false when it has changed already. */
import type { Sql } from "../../language/context.ts";

export async function holdLease(tx: Sql, thread: string, epoch: number): Promise<boolean> {
  const rows = await tx.query("select 1 from leases where thread = $1 and epoch = $2 for share", [thread, epoch]);
  return rows.length === 1;
}
