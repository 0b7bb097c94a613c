/** Threads whose time is over, on which nothing works and that wait for nobody. */
import type { Sql } from "../../../language/registry/context.ts";
import { mayBeTried } from "../set-aside.ts";
import { isFree } from "../threads/find-due-threads.ts";
import type { OwnedThread } from "../threads/rows.ts";

export function findExpiredThreads(sql: Sql): Promise<OwnedThread[]> {
  return sql.query<OwnedThread>(
    `select t.id, t.tenant from signalbox.threads t
     where t.ttl_minutes is not null and t.updated_at + t.ttl_minutes * interval '1 minute' <= clock_timestamp() and t.status <> 'busy'
       and not exists (select 1 from signalbox.runs r where r.thread_id = t.id and r.status in ('pending', 'running'))
       and ${isFree} and ${mayBeTried("expired thread", "t.id")}
     order by t.updated_at limit 100`,
  );
}
