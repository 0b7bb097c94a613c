/** Writes down by which question a thread waits for its children; waits for none but these are given up. */
import type { Sql } from "../../language/context.ts";

export interface ChildWait {
  readonly task: string;
  readonly interruptId: string;
}

export async function awaitChildren(tx: Sql, parentId: string, waits: readonly ChildWait[]): Promise<void> {
  await tx.query(
    `update fan_outs f set interrupt_id = w.interrupt_id, resume_run = case when w.task is null then coalesce(f.resume_run, 'given up') else f.resume_run end
     from fan_outs o left join unnest($2::text[], $3::text[]) as w(task, interrupt_id) on w.task = o.task
     where o.parent_id = $1 and o.resume_run is null and f.parent_id = o.parent_id and f.task = o.task`,
    [parentId, waits.map(({ task }) => task), waits.map(({ interruptId }) => interruptId)],
  );
}
