/** Renews the copies of a thread's values and path after an edit. */
import type { Sql } from "../../../language/registry/context.ts";

export interface EditedThread {
  readonly threadId: string;
  /** JSON text. */
  readonly values: string;
  /** Null for a raw LangGraph. */
  readonly path: readonly unknown[] | null;
}

export async function storeValues(sql: Sql, { threadId, values, path }: EditedThread): Promise<void> {
  await sql.query(
    "update signalbox.threads set last_values = $2::json, last_path = coalesce($3::json, last_path), updated_at = clock_timestamp() where id = $1",
    [threadId, values, path && JSON.stringify(path)],
  );
}
