/** How many bytes a thread's checkpoints take, by what they are. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface StorageRow {
  readonly checkpoints: number;
  readonly channel_values: number;
  readonly pending_writes: number;
}

export async function threadStorage(sql: TenantSql, threadId: string): Promise<StorageRow | undefined> {
  const [row] = await sql.query<StorageRow>(
    `select
       (select coalesce(sum(octet_length(c.checkpoint::text) + octet_length(c.metadata::text)), 0)::float8 from signalbox.checkpoints c where c.thread_id = t.id) as checkpoints,
       (select coalesce(sum(octet_length(b.blob)), 0)::float8 from signalbox.checkpoint_blobs b where b.thread_id = t.id) as channel_values,
       (select coalesce(sum(octet_length(w.blob)), 0)::float8 from signalbox.checkpoint_writes w where w.thread_id = t.id) as pending_writes
     from signalbox.threads t where t.tenant = $tenant and t.id = $1`,
    [threadId],
  );
  return row;
}
