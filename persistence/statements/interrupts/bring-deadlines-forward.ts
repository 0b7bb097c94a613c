/** Lets time pass for some open questions: what falls due for them does so `ms` sooner. For the test kit's server only. */
import type { Sql } from "../../../language/registry/context.ts";

export async function bringDeadlinesForward(sql: Sql, interruptIds: readonly string[], ms: number): Promise<void> {
  await sql.query(
    `with question as (
       select id from signalbox.interrupts where coalesce(asked_id, id) = any($1) and status = 'pending'
     ), notice as (
       update signalbox.notices set due_at = due_at - $2 * interval '1 millisecond' where interrupt_id in (select id from question) and told_at is null
     )
     update signalbox.interrupts set due_at = due_at - $2 * interval '1 millisecond' where id in (select id from question)`,
    [interruptIds, ms],
  );
}
