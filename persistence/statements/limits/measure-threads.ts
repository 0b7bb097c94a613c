/** How many bytes threads take: lengths alone, values that are stored apart are not read. */
import type { Sql } from "../../../language/registry/context.ts";

export interface MeasuredThread {
  readonly id: string;
  readonly tenant: string;
  readonly bytes: number;
}

/** Those that are still there and take another number of bytes than was last recorded. */
export function measureThreads(sql: Sql, threadIds: readonly string[]): Promise<MeasuredThread[]> {
  return sql.query<MeasuredThread>(
    `select * from (
       select t.id, t.tenant, t.stored_bytes, (
         (select coalesce(sum(pg_column_size(c.checkpoint) + pg_column_size(c.metadata)), 0) from signalbox.checkpoints c where c.thread_id = t.id)
         + (select coalesce(sum(octet_length(b.blob)), 0) from signalbox.checkpoint_blobs b where b.thread_id = t.id)
         + (select coalesce(sum(octet_length(w.blob)), 0) from signalbox.checkpoint_writes w where w.thread_id = t.id)
       )::float8 as bytes
       from signalbox.threads t where t.id = any($1::text[])
     ) measured where bytes <> stored_bytes`,
    [threadIds],
  );
}

/** The next threads in the order of their ids. */
export async function threadsAfter(sql: Sql, id: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>("select id from signalbox.threads where id > $1 order by id limit $2", [id, limit]);
  return rows.map((row) => row.id);
}
