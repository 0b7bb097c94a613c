/** Who requested the turn under way of a thread; for a child thread also who requested its parent's. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { turnBegin } from "./turn-begin.ts";

export interface Requesters {
  readonly names: readonly string[];
  /** Somebody who gave no name is among them, or nobody is known. */
  readonly hasUnnamed: boolean;
}

/** Several where a message continues a turn that waited. Threads that a node has started have their parent's. */
export async function findRequesters(sql: TenantSql, threadId: string): Promise<Requesters> {
  const rows = await sql.query<{ requested_by: string | null; is_child: boolean }>(
    `with recursive line as (
       select $1::text as thread_id
       union all select c.parent_id from signalbox.children c join line on c.thread_id = line.thread_id
     )
     select distinct r.requested_by, exists (select 1 from signalbox.children c where c.thread_id = line.thread_id) as is_child
     from line join signalbox.runs r on r.thread_id = line.thread_id
     where r.tenant = $tenant and r.kind = 'input' and r.started_at is not null
       and r.started_at >= coalesce(${turnBegin("line.thread_id")}, '-infinity')`,
    [threadId],
  );
  const names = rows.flatMap(({ requested_by }) => requested_by ?? []);
  return { names, hasUnnamed: rows.length === 0 || rows.some(({ requested_by, is_child }) => requested_by === null && !is_child) };
}
