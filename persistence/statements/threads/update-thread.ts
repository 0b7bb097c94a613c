/** Adds to a thread's metadata; a key that is given replaces the old one. */
import type { Sql } from "../../../language/registry/context.ts";
import { type ThreadRow, threadColumns } from "./rows.ts";

export async function updateThread(
  sql: Sql,
  threadId: string,
  metadata: Readonly<Record<string, unknown>>,
): Promise<ThreadRow | undefined> {
  const [row] = await sql.query<ThreadRow>(
    `with t as (update signalbox.threads set metadata = metadata || $2::jsonb, updated_at = clock_timestamp() where id = $1 returning *)
     select ${threadColumns} from t`,
    [threadId, JSON.stringify(metadata)],
  );
  return row;
}
