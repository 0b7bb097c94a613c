/** Undoes the count of a start that did not fail: only starts that ended their worker add up, and those that a run of failures of the database ended. */
import type { Sql } from "../../../language/registry/context.ts";

interface StartedRun {
  readonly threadId: string;
  readonly runId: string;
}

/** `maxGivenBack`: after so many the run may be what makes the database fail. */
export async function uncountStart(tx: Sql, { threadId, runId }: StartedRun, maxGivenBack: number): Promise<void> {
  await tx.query(
    `update signalbox.runs r set starts = starts - 1, updated_at = clock_timestamp() where id = $1 and thread_id = $3 and status = 'running'
       and (select count(*) from signalbox.audit a where a.thread_id = $3 and a.run_id = r.id and a.what = 'run.given-back') < $2`,
    [runId, maxGivenBack, threadId],
  );
}

/**
 * Undoes the beginning of a run whose code this worker lacks. Resolves to whether its reason to wait is new; undefined: it has ended meanwhile.
 * `why` null: another worker can take it at once. A run that nothing has been done for is as it was before.
 */
export async function leaveRun(tx: Sql, { threadId, runId }: StartedRun, why: string | null): Promise<boolean | undefined> {
  const [row] = await tx.query<{ is_new: boolean }>(
    `with before as (select waits_because from signalbox.runs where id = $1 and thread_id = $3)
     update signalbox.runs set starts = starts - 1, waits_because = $2, updated_at = clock_timestamp(),
       status = case when starts = 1 then 'pending' else status end,
       started_at = case when starts = 1 then null else started_at end
     from before where id = $1 and thread_id = $3 and status = 'running' returning before.waits_because is distinct from $2 as is_new`,
    [runId, why, threadId],
  );
  return row?.is_new;
}

/** A worker has the code, and has begun it. */
export async function clearWait(sql: Sql, { threadId, runId }: StartedRun): Promise<void> {
  await sql.query("update signalbox.runs set waits_because = null where id = $1 and thread_id = $2", [runId, threadId]);
}
