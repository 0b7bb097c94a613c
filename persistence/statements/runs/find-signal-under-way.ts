/** The signal whose run has not ended on a thread, if there is one: it supersedes whatever the thread waits with. */
import type { Sql } from "../../../language/registry/context.ts";

export interface SignalUnderWay {
  readonly run: string;
  readonly signal: string;
  readonly by: string | null;
  readonly at: Date;
}

export async function findSignalUnderWay(tx: Sql, threadId: string): Promise<SignalUnderWay | undefined> {
  const [row] = await tx.query<SignalUnderWay>(
    `select id as run, payload ->> 'signal' as signal, requested_by as by, created_at as at from runs
     where thread_id = $1 and kind = 'signal' and status in ('pending', 'running') order by created_at limit 1`,
    [threadId],
  );
  return row;
}
