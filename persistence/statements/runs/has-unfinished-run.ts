/** Whether a thread has a run that has not ended, also one that is held or whose time has not come. */
import type { Sql } from "../../../language/registry/context.ts";

export async function hasUnfinishedRun(sql: Sql, threadId: string): Promise<boolean> {
  const rows = await sql.query("select 1 from signalbox.runs where thread_id = $1 and status in ('pending', 'running') limit 1", [
    threadId,
  ]);
  return rows.length === 1;
}
