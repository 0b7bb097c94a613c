/** A run that began without a job of the queue has one from now on. Resolves to where it stands; to undefined once it has ended. */
import type { Sql } from "../../../../language/registry/context.ts";
import type { QueuePosition } from "../../threads/rows.ts";

export async function giveJob(
  tx: Sql,
  { threadId, runId, job }: { readonly threadId: string; readonly runId: string; readonly job: string },
): Promise<QueuePosition | undefined> {
  const [row] = await tx.query<QueuePosition>(
    `update signalbox.runs r set job = $3 from signalbox.threads t
     where r.id = $2 and r.thread_id = $1 and t.id = $1 and r.status in ('pending', 'running') returning t.tenant, t.priority`,
    [threadId, runId, job],
  );
  return row;
}
