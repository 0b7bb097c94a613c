/** Child threads of one visit of a node, one for each input, none of them begun. Nothing when the visit has them already. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface NewChildren {
  readonly parentId: string;
  readonly task: string;
  /** The node of the parent. */
  readonly node: string;
  readonly graphId: string;
  readonly assistantId: string;
  readonly definitionHash: string | null;
  readonly threadIds: readonly string[];
  /** In the threads' order. */
  readonly inputs: readonly unknown[];
}

export async function insertChildren(tx: TenantSql, children: NewChildren): Promise<boolean> {
  const fanOut = await tx.query(
    "insert into signalbox.fan_outs (parent_id, task, node, tenant) values ($1, $2, $3, $tenant) on conflict do nothing returning 1",
    [children.parentId, children.task, children.node],
  );
  if (fanOut.length === 0) return false;
  const { threadIds, inputs, parentId, task, graphId, assistantId, definitionHash } = children;
  const metadata = { graph_id: graphId, assistant_id: assistantId, parent_thread_id: parentId, parent_task_id: task };
  await tx.query(
    `insert into signalbox.threads (id, graph_id, assistant_id, definition_hash, metadata, tenant, priority)
     select child.id, $2, $3, $4, $5::jsonb || jsonb_build_object('item', child.place - 1), $tenant, parent.priority
     from unnest($1::text[]) with ordinality as child (id, place), signalbox.threads parent where parent.id = $6`,
    [threadIds, graphId, assistantId, definitionHash, JSON.stringify(metadata), parentId],
  );
  await tx.query(
    `insert into signalbox.children (thread_id, parent_id, task, index, input, tenant)
     select id, $2, $3, (place - 1)::integer, input::json, $tenant from unnest($1::text[], $4::text[]) with ordinality as item(id, input, place)`,
    [threadIds, parentId, task, inputs.map((input) => JSON.stringify(input))],
  );
  return true;
}
