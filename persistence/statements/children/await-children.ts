/** Records with which questions a run stopped to wait for child threads. Other waits of the thread are given up. */
import type { Sql } from "../../../language/registry/context.ts";

export interface ChildWait {
  readonly task: string;
  readonly interruptId: string;
}

export interface StoppedWaiting {
  readonly parentId: string;
  readonly runId: string;
  readonly waits: readonly ChildWait[];
}

export async function awaitChildren(tx: Sql, { parentId, runId, waits }: StoppedWaiting): Promise<void> {
  await tx.query(
    `update signalbox.fan_outs f set interrupt_id = w.interrupt_id, stopped_run = $4, resume_run = case when w.task is null then 'given up' end
     from signalbox.fan_outs o left join unnest($2::text[], $3::text[]) as w(task, interrupt_id) on w.task = o.task
     where o.parent_id = $1 and o.resume_run is null and f.parent_id = o.parent_id and f.task = o.task`,
    [parentId, waits.map(({ task }) => task), waits.map(({ interruptId }) => interruptId), runId],
  );
}
