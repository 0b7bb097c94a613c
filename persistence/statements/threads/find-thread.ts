/** One thread, with the questions that it waits with. */
import type { Sql } from "../../../language/registry/context.ts";
import { type ThreadRow, threadColumns } from "./rows.ts";

export async function findThread(sql: Sql, threadId: string): Promise<ThreadRow | undefined> {
  const [row] = await sql.query<ThreadRow>(`select ${threadColumns} from signalbox.threads t where t.id = $1`, [threadId]);
  return row;
}
