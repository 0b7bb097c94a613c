/** A worker's event loop moves again. */
import type { Sql } from "../../../language/registry/context.ts";

export async function clearBlocked(sql: Sql, worker: string): Promise<void> {
  await sql.query("update workers set blocked_since = null where id = $1", [worker]);
}
