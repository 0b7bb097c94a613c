/** Undoes the count of a start that did not fail: only starts that ended their worker add up. */
import type { Sql } from "../../../language/registry/context.ts";

export async function uncountStart(tx: Sql, runId: string): Promise<void> {
  await tx.query("update signalbox.runs set starts = starts - 1, updated_at = clock_timestamp() where id = $1 and status = 'running'", [
    runId,
  ]);
}
