/** A run of the thread is in the queue. */
import type { Sql } from "../../../language/registry/context.ts";

export async function markBusy(tx: Sql, threadId: string): Promise<void> {
  await tx.query("update threads set status = 'busy', updated_at = clock_timestamp() where id = $1", [threadId]);
}
