/** Takes the next child threads of a visit that have not begun, first items first. Each is taken once. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunPrincipal } from "../runs/rows.ts";
import type { QueuePosition } from "../threads/rows.ts";

export interface BegunChild extends QueuePosition {
  readonly thread_id: string;
  readonly input: unknown;
  /** Of the parent's turn. */
  readonly principal: RunPrincipal | null;
}

export async function beginChildren(
  tx: TenantSql,
  { parentId, task, count }: { parentId: string; task: string; count: number },
): Promise<BegunChild[]> {
  return tx.query<BegunChild>(
    `update signalbox.children c set status = 'started' from signalbox.threads t where t.id = c.thread_id and c.thread_id in (
       select thread_id from signalbox.children where parent_id = $1 and tenant = $tenant and task = $2 and status = 'waiting' order by index limit $3 for update skip locked)
     returning c.thread_id, c.input, t.tenant, t.priority, (
       select principal from signalbox.runs r where r.thread_id = c.parent_id and r.started_at is not null order by r.started_at desc limit 1
     ) as principal`,
    [parentId, task, Math.min(count, 2_147_483_647)],
  );
}
