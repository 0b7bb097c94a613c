/** A run of the thread that has not ended, if there is one. */
import type { Sql } from "../../language/context.ts";

export async function findUnfinishedRun(tx: Sql, threadId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    "select id from runs where thread_id = $1 and status in ('pending', 'running') order by created_at limit 1",
    [threadId],
  );
  return row?.id;
}
