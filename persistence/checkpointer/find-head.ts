/** A thread's last checkpoint. */
import type { Sql } from "../../language/registry/context.ts";

export async function findHead(sql: Sql, threadId: string): Promise<string | null> {
  const [row] = await sql.query<{ head: string | null }>(
    "select max(checkpoint_id) as head from checkpoints where thread_id = $1 and checkpoint_ns = ''",
    [threadId],
  );
  return row?.head ?? null;
}
