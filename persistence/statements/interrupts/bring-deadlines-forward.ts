/** Lets time pass for some open questions: what falls due for them does so `ms` sooner. For the test kit's server only. */
import type { Sql } from "../../../language/registry/context.ts";

export async function bringDeadlinesForward(sql: Sql, interruptIds: readonly string[], ms: number): Promise<void> {
  await sql.query(
    `with notice as (
       update signalbox.notices set due_at = due_at - $2 * interval '1 millisecond' where interrupt_id = any($1) and told_at is null
     )
     update signalbox.interrupts set due_at = due_at - $2 * interval '1 millisecond' where id = any($1) and status = 'pending'`,
    [interruptIds, ms],
  );
}
