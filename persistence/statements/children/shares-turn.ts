/** Whether the turn under way of a thread belongs to several threads: it has started some, or was started by one. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { turnBegin } from "../runs/turn-begin.ts";

export async function sharesTurn(sql: TenantSql, threadId: string): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from signalbox.fan_outs f left join signalbox.runs r on r.id = f.stopped_run and r.thread_id = f.parent_id
     where f.parent_id = $1 and f.tenant = $tenant and coalesce(r.started_at, 'infinity') >= coalesce(${turnBegin("$1")}, '-infinity')
     union all select 1 from signalbox.children where thread_id = $1 and tenant = $tenant limit 1`,
    [threadId],
  );
  return rows.length > 0;
}
