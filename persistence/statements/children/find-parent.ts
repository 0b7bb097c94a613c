/** The thread that started a child thread; undefined for any other thread. */
import type { Sql } from "../../../language/registry/context.ts";

export async function findParent(sql: Sql, threadId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ parent_id: string }>("select parent_id from signalbox.children where thread_id = $1", [threadId]);
  return row?.parent_id;
}
