/** Temporary threads whose run ended a while ago and that wait for no answer. */
import type { Sql } from "../../../language/registry/context.ts";
import { mayBeTried } from "../set-aside.ts";
import type { OwnedThread } from "../threads/rows.ts";

export async function findTemporaryThreads(sql: Sql, keepMs: number): Promise<OwnedThread[]> {
  return sql.query<OwnedThread>(
    `select id, tenant from signalbox.threads t where temporary and status in ('idle', 'error')
       and not exists (select 1 from signalbox.runs r where r.thread_id = t.id and r.status in ('pending', 'running'))
       and updated_at < clock_timestamp() - $1 * interval '1 millisecond' and ${mayBeTried("temporary thread", "t.id")}
     order by updated_at limit 100`,
    [keepMs],
  );
}
