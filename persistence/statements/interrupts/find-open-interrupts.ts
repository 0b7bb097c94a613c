/** The questions that a thread waits with, oldest first. */
import type { Sql } from "../../../language/registry/context.ts";
import type { InterruptRow } from "./find-interrupt.ts";

export async function findOpenInterrupts(sql: Sql, threadId: string): Promise<InterruptRow[]> {
  return sql.query<InterruptRow>("select * from interrupts where thread_id = $1 and status = 'pending' order by opened_at, id", [threadId]);
}
