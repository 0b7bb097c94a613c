/** Forgets a worker that has ended, and those that died long ago. */
import type { Sql } from "../../../language/registry/context.ts";

export async function removeWorkers(sql: Sql, worker: string): Promise<void> {
  await sql.query("delete from workers where id = $1 or seen < clock_timestamp() - interval '1 day'", [worker]);
}
