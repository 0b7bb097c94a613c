/** Who has answered at these nodes of a thread in the turn under way. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { turnBegin } from "../runs/turn-begin.ts";

/**
 * A node that holds others, a graph or threads of their own stands for all that is asked inside it. Threads of which it is not known
 * whose they are belong to every node.
 */
export async function findDeciders(sql: TenantSql, threadId: string, nodes: readonly string[]): Promise<{ node: string; by: string }[]> {
  return sql.query(
    `with recursive asking (thread, owner, is_child) as (
       select $1::text, null::text, false
       union all
       select c.thread_id, case when asking.is_child then asking.owner else split_part(f.node, '.', 1) end, true
       from asking join signalbox.children c on c.parent_id = asking.thread
       join signalbox.fan_outs f on f.parent_id = c.parent_id and f.task = c.task
     )
     select distinct named.node, a.by from asking join signalbox.interrupts i on i.thread_id = asking.thread and i.tenant = $tenant
     join signalbox.answers a on a.interrupt_id = i.id
     join unnest($2::text[]) named (node) on case when is_child then named.node = coalesce(asking.owner, named.node) else named.node in (
       i.node, split_part(i.node, '.', 1), i.payload ->> 'node', split_part(split_part(i.payload ->> 'node', '.', 1), '[', 1)
     ) end
     where a.at >= coalesce(${turnBegin("$1")}, '-infinity')`,
    [threadId, nodes],
  );
}
