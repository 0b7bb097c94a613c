/** The held run of a thread whose turn is next: those whose time has not come are passed over. */
import type { Sql } from "../../language/context.ts";

export async function findHeldRun(tx: Sql, threadId: string): Promise<{ id: string; graph_id: string } | undefined> {
  const [row] = await tx.query<{ id: string; graph_id: string }>(
    `select id, graph_id from runs where thread_id = $1 and status = 'pending' and job is null
       and (not_before is null or not_before <= clock_timestamp())
     order by coalesce(not_before, created_at), created_at limit 1`,
    [threadId],
  );
  return row;
}
