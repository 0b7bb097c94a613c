/** A held run has a job in the queue now. Its thread is busy, under this definition. */
import type { Sql } from "../../../language/registry/context.ts";

export interface GivenJob {
  readonly runId: string;
  readonly job: string;
  readonly threadId: string;
  readonly definitionHash: string | null;
}

export async function giveJob(tx: Sql, { runId, job, threadId, definitionHash }: GivenJob): Promise<void> {
  await tx.query(
    `with given as (update runs set job = $2, updated_at = clock_timestamp() where id = $1)
     update threads set status = 'busy', definition_hash = $4, updated_at = clock_timestamp() where id = $3`,
    [runId, job, threadId, definitionHash],
  );
}
