/** Holds a thread's row until the transaction ends: starting, deciding, cancelling and finishing on one thread take turns. */
import type { Sql } from "../../../language/registry/context.ts";
import type { ThreadRow } from "./find-thread.ts";

/** Without the open questions: in this statement they could be older than the lock. Read them after it. */
export async function lockThread(tx: Sql, threadId: string): Promise<Omit<ThreadRow, "interrupts"> | undefined> {
  const [row] = await tx.query<Omit<ThreadRow, "interrupts">>("select * from threads where id = $1 for update", [threadId]);
  return row;
}
