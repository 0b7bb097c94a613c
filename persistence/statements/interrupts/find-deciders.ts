/** Who has answered at these nodes of a thread in the turn under way. */
import type { Sql } from "../../../language/registry/context.ts";

export async function findDeciders(sql: Sql, threadId: string, nodes: readonly string[]): Promise<{ node: string; by: string }[]> {
  return sql.query(
    `select distinct i.payload ->> 'node' as node, a.by from answers a join interrupts i on i.id = a.interrupt_id
     where i.thread_id = $1 and i.payload ->> 'node' = any($2::text[])
       and a.at >= coalesce((select max(started_at) from runs where thread_id = $1 and kind = 'input'), '-infinity')`,
    [threadId, nodes],
  );
}
