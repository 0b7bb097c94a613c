/** What keeps the thread busy, if anything does: a run in the queue or under way, or the wait for its child threads. */
import type { Sql } from "../../../language/registry/context.ts";

export async function findUnfinishedRun(tx: Sql, threadId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `select id from (
       (select id from runs where thread_id = $1 and status in ('pending', 'running') and job is not null order by created_at limit 1)
       union all (select 'its child threads' from fan_outs where parent_id = $1 and resume_run is null limit 1)) unfinished limit 1`,
    [threadId],
  );
  return row?.id;
}
