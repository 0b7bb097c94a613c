/** Threads on which a held run may begin. */
import type { Sql } from "../../../language/registry/context.ts";
import { hasFailed, mayBeTried } from "../set-aside.ts";
import type { OwnedThread } from "./rows.ts";

/** The thread is named `t`: no run of its own in the queue, no open question, no child threads under way. */
export const isFree = `not exists (select 1 from signalbox.runs o where o.thread_id = t.id and o.status in ('pending', 'running') and o.job is not null)
  and not exists (select 1 from signalbox.interrupts i where i.thread_id = t.id and i.status = 'pending')
  and not exists (select 1 from signalbox.fan_outs f where f.parent_id = t.id and f.resume_run is null)`;

/** Those with a delayed run whose time has come. */
export async function findDueThreads(sql: Sql): Promise<OwnedThread[]> {
  return sql.query<OwnedThread>(
    `select t.id, t.tenant from signalbox.runs r join signalbox.threads t on t.id = r.thread_id
     where r.status = 'pending' and r.job is null and r.not_before <= clock_timestamp() and ${isFree} and ${mayBeTried("delayed run", "t.id")}
     group by t.id order by ${hasFailed("delayed run", "t.id")}, min(r.not_before) limit 100`,
  );
}
