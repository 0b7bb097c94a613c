/** Who has answered at these nodes of a thread in the turn under way. */
import type { Sql } from "../../../language/registry/context.ts";
import { turnBegin } from "../runs/turn-begin.ts";

/** A node that holds others, or a graph, stands for all that is asked inside it. */
export async function findDeciders(sql: Sql, threadId: string, nodes: readonly string[]): Promise<{ node: string; by: string }[]> {
  return sql.query(
    `select distinct named.node, a.by from signalbox.answers a join signalbox.interrupts i on i.id = a.interrupt_id
     join unnest($2::text[]) named (node) on named.node in (
       i.node, split_part(i.node, '.', 1), i.payload ->> 'node', split_part(split_part(i.payload ->> 'node', '.', 1), '[', 1)
     )
     where i.thread_id = $1 and a.at >= coalesce(${turnBegin("$1")}, '-infinity')`,
    [threadId, nodes],
  );
}
