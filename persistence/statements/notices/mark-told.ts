/** Somebody has been told of a notice: it is done. */
import type { Sql } from "../../../language/registry/context.ts";

export async function markTold(sql: Sql, interruptId: string, place: number): Promise<void> {
  await sql.query("update notices set told_at = clock_timestamp() where interrupt_id = $1 and place = $2", [interruptId, place]);
}
