/** Undoes the count of a start that ended in a graceful hand-over: only starts that killed their worker shall add up. */
import type { Sql } from "../../../language/registry/context.ts";

export async function giveBackRun(tx: Sql, runId: string): Promise<void> {
  await tx.query("update runs set starts = starts - 1, updated_at = clock_timestamp() where id = $1 and status = 'running'", [runId]);
}
