/** What keeps a new run from beginning on a thread. Only under the thread's lock, and after it: else it may be out of date. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { BEGUN_HERE } from "../begun-here.ts";
import { interruptColumns } from "../interrupt-columns.ts";
import type { InterruptRow } from "../interrupts/rows.ts";

export interface Obstacles {
  /** The run that is in the queue or under way, "its child threads" or "its sleep". A sleep beside a question keeps nobody from answering it. */
  readonly busyWith: string | undefined;
  /** That run has no job in the queue, behind which others would wait. */
  readonly isBusyHere: boolean;
  /** The questions that the thread waits with, oldest first. */
  readonly open: readonly InterruptRow[];
}

/** One row without a question, or one row a question. */
type Row = { readonly busy_with: string | null; readonly is_here: boolean } & (InterruptRow | { readonly id: null });

export async function findObstacles(tx: TenantSql, threadId: string): Promise<Obstacles> {
  const rows = await tx.query<Row>(
    `select busy.id as busy_with, exists (
       select 1 from signalbox.runs h where h.thread_id = $1 and h.status = 'running' and h.job = '${BEGUN_HERE}'
     ) as is_here, ${interruptColumns} from (values (coalesce(
       (select id from signalbox.runs where thread_id = $1 and status in ('pending', 'running') and job is not null order by created_at limit 1),
       (select 'its child threads' from signalbox.fan_outs where parent_id = $1 and resume_run is null limit 1),
       (select 'its sleep' from signalbox.interrupts where thread_id = $1 and status = 'pending' group by thread_id having bool_and(sleeps))
     ))) busy (id) left join signalbox.interrupts i on i.thread_id = $1 and i.tenant = $tenant and i.status = 'pending' and not i.sleeps order by i.opened_at, i.id`,
    [threadId],
  );
  const [first] = rows;
  return { busyWith: first?.busy_with ?? undefined, isBusyHere: first?.is_here ?? false, open: rows.filter((row) => row.id !== null) };
}
