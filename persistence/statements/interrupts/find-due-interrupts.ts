/** The open questions whose deadline is over, the most overdue first. */
import type { Sql } from "../../../language/registry/context.ts";
import type { InterruptRow } from "./find-interrupt.ts";

export async function findDueInterrupts(sql: Sql): Promise<InterruptRow[]> {
  return sql.query<InterruptRow>(
    "select * from interrupts where status = 'pending' and due_at <= clock_timestamp() order by due_at limit 50",
  );
}
