/** Undoes the count of a start that did not fail: only starts that ended their worker add up, and those that a run of failures of the database ended. */
import type { Sql } from "../../../language/registry/context.ts";

/** `maxGivenBack`: after so many the run may be what makes the database fail. */
export async function uncountStart(tx: Sql, runId: string, maxGivenBack: number): Promise<void> {
  await tx.query(
    `update signalbox.runs r set starts = starts - 1, updated_at = clock_timestamp() where id = $1 and status = 'running'
       and (select count(*) from signalbox.audit a where a.thread_id = r.thread_id and a.run_id = r.id and a.what = 'run.given-back') < $2`,
    [runId, maxGivenBack],
  );
}
