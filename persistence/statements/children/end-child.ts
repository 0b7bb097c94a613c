/** Marks a child thread as ended. Resolves to the visit that started it; to nothing for a thread that is not a child or has ended already. */
import type { Sql } from "../../../language/registry/context.ts";

export interface ChildVisit {
  readonly parent_id: string;
  readonly task: string;
}

export async function endChild(tx: Sql, threadId: string): Promise<ChildVisit | undefined> {
  const [visit] = await tx.query<ChildVisit>(
    "update signalbox.children set status = 'ended' where thread_id = $1 and status = 'started' returning parent_id, task",
    [threadId],
  );
  return visit;
}
