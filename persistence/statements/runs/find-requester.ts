/** Who requested the turn under way, where the request said; for a child thread, who requested its parent's. */
import type { Sql } from "../../../language/registry/context.ts";

export async function findRequester(sql: Sql, threadId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ requested_by: string }>(
    `with recursive line as (
       select $1::text as thread_id, 0 as height
       union all select c.parent_id, line.height + 1 from children c join line on c.thread_id = line.thread_id
     )
     select r.requested_by from line join runs r on r.thread_id = line.thread_id
     where r.kind = 'input' and r.started_at is not null and r.requested_by is not null
     order by line.height, r.created_at desc limit 1`,
    [threadId],
  );
  return row?.requested_by;
}
