/** Closes a thread's open questions that nobody asks any more, except those in `still`. Resolves to their ids. */
import type { Sql } from "../../language/context.ts";

export async function supersedeInterrupts(tx: Sql, threadId: string, still: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    "update interrupts set status = 'superseded', decided_at = clock_timestamp() where thread_id = $1 and status = 'pending' and not id = any($2::text[]) returning id",
    [threadId, still],
  );
  return rows.map(({ id }) => id);
}
