/** Renews the copy of a thread's values after an edit. */
import type { Sql } from "../../../language/registry/context.ts";

export async function storeValues(sql: Sql, threadId: string, values: string): Promise<void> {
  await sql.query("update signalbox.threads set last_values = $2::json, updated_at = clock_timestamp() where id = $1", [threadId, values]);
}
