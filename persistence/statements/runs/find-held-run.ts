/** The held run of a thread whose turn is next; one whose time has not come only when there is no other. */
import type { Sql } from "../../../language/registry/context.ts";

export interface HeldRun {
  readonly id: string;
  readonly graph_id: string;
  /** Its time has come, or it has none. */
  readonly due: boolean;
}

export async function findHeldRun(tx: Sql, threadId: string): Promise<HeldRun | undefined> {
  const [row] = await tx.query<HeldRun>(
    `select id, graph_id, coalesce(not_before <= clock_timestamp(), true) as due from runs
     where thread_id = $1 and status = 'pending' and job is null
     order by due desc, coalesce(not_before, created_at), created_at limit 1`,
    [threadId],
  );
  return row;
}
