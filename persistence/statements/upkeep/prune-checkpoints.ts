/** Leaves of a thread's checkpoints the last one, with what it needs: the last of each memory of a subgraph, and what was written after it. */
import { newestFirst } from "../../checkpointer/checkpoint-order.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

/** Only under the thread's lock. needed: with the versions that lists are stored against. A namespace with a task's id is of the last step if it was written after the last checkpoint. */
const text = `
with recursive thread as (select id from signalbox.threads where tenant = $tenant and id = $1),
newest as (
  select distinct on (c.checkpoint_ns) c.checkpoint_ns, c.checkpoint_id, c.checkpoint, c.seq
  from signalbox.checkpoints c join thread on c.thread_id = thread.id order by c.checkpoint_ns, ${newestFirst}
),
kept as (
  select n.* from newest n where strpos(n.checkpoint_ns, ':') = 0 or n.seq > (select head.seq from newest head where head.checkpoint_ns = '')
),
needed as (
  select k.checkpoint_ns, v.key as channel, v.value as version from kept k cross join jsonb_each_text(k.checkpoint -> 'channel_versions') v
  union
  select needed.checkpoint_ns, needed.channel, b.base from needed join signalbox.checkpoint_blobs b
    on b.thread_id = (select id from thread) and b.checkpoint_ns = needed.checkpoint_ns and b.channel = needed.channel and b.version = needed.version
  where b.base is not null
),
writes as (
  delete from signalbox.checkpoint_writes w using thread where w.thread_id = thread.id
    and not exists (select 1 from kept k where k.checkpoint_ns = w.checkpoint_ns and k.checkpoint_id = w.checkpoint_id)
),
blobs as (
  delete from signalbox.checkpoint_blobs b using thread where b.thread_id = thread.id and not exists (
    select 1 from needed where needed.checkpoint_ns = b.checkpoint_ns and needed.channel = b.channel and needed.version = b.version
  )
),
roots as (
  update signalbox.checkpoints c set parent_checkpoint_id = null from thread, kept k
  where c.thread_id = thread.id and c.checkpoint_ns = k.checkpoint_ns and c.checkpoint_id = k.checkpoint_id
),
states as (
  delete from signalbox.checkpoints c using thread where c.thread_id = thread.id
    and not exists (select 1 from kept k where k.checkpoint_ns = c.checkpoint_ns and k.checkpoint_id = c.checkpoint_id)
  returning 1
)
select count(*)::int as deleted from states`;

/** How many were deleted. */
export async function pruneCheckpoints(tx: TenantSql, threadId: string): Promise<number> {
  const [row] = await tx.query<{ deleted: number }>(text, [threadId]);
  return row?.deleted ?? 0;
}

/** LangGraph stores some channels as their changes since an earlier checkpoint: then that one is needed too. */
export async function needsEarlierCheckpoints(tx: TenantSql, threadId: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from signalbox.checkpoints c join signalbox.threads t on t.id = c.thread_id
     where t.tenant = $tenant and t.id = $1 and jsonb_exists(c.metadata, 'counters_since_delta_snapshot') limit 1`,
    [threadId],
  );
  return rows.length > 0;
}
