/** What a channel that LangGraph stores as its writes is made of: the nearest value that was stored of it, and the writes since. */
import type { CheckpointPendingWrite, DeltaChannelHistory, SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { newestFirst } from "../checkpoint-order.ts";
import type { RunStatement } from "../checkpoint-statements.ts";
import { isChange } from "../state-serializer.ts";
import type { CheckpointAt } from "./read-checkpoints.ts";

const blobAt = (checkpoint: string, channel: string): string =>
  `b.channel = ${channel} and b.version = ${checkpoint} -> 'channel_versions' ->> ${channel} and b.type <> 'empty'`;

/**
 * up: the checkpoint and its ancestors, the nearest first, for as long as a channel has no stored value; the checkpoint itself does not count.
 * The writes to the channel are those after the ancestors from its seed on, in the order in which they were applied.
 */
const text = `with recursive up as (
  select * from (
    select c.checkpoint_id, c.parent_checkpoint_id, c.checkpoint, 0 as depth, $4::text[] as missing from signalbox.checkpoints c
    where c.thread_id = $1 and c.checkpoint_ns = $2 and ($3::text is null or c.checkpoint_id = $3) order by ${newestFirst} limit 1
  ) asked
  union all
  select c.checkpoint_id, c.parent_checkpoint_id, c.checkpoint, up.depth + 1,
    array(select wanted.channel from unnest(up.missing) wanted (channel) where not exists (
      select 1 from signalbox.checkpoint_blobs b where b.thread_id = $1 and b.checkpoint_ns = $2 and ${blobAt("c.checkpoint", "wanted.channel")}
    ))
  from up join signalbox.checkpoints c on c.thread_id = $1 and c.checkpoint_ns = $2 and c.checkpoint_id = up.parent_checkpoint_id
  where cardinality(up.missing) > 0
),
seeds as (
  select distinct on (wanted.channel) wanted.channel, up.checkpoint_id, up.depth, b.type, b.blob
  from up cross join unnest($4::text[]) wanted (channel) join signalbox.checkpoint_blobs b
    on b.thread_id = $1 and b.checkpoint_ns = $2 and ${blobAt("up.checkpoint", "wanted.channel")}
  where up.depth > 0 order by wanted.channel, up.depth
)
select channel, seed, task_id, type, blob from (
  select channel, checkpoint_id as seed, null as task_id, type, blob, depth, '' as path, 0 as idx from seeds
  union all
  select w.channel, null, w.task_id, w.type, w.blob, up.depth, coalesce(w.task_path, ''), w.idx
  from up join signalbox.checkpoint_writes w on w.thread_id = $1 and w.checkpoint_ns = $2 and w.checkpoint_id = up.checkpoint_id and w.channel = any ($4)
  left join seeds on seeds.channel = w.channel
  where up.depth > 0 and up.depth <= coalesce(seeds.depth, up.depth)
) found order by depth desc, path collate "C", task_id collate "C", idx`;

interface Row {
  readonly channel: string;
  /** The checkpoint with the value. Null: it is a write. */
  readonly seed: string | null;
  readonly task_id: string;
  readonly type: string;
  readonly blob: Uint8Array;
}

export interface DeltaQuery extends CheckpointAt {
  readonly channels: readonly string[];
  readonly serde: SerializerProtocol;
  /** Of a checkpoint. */
  readonly valuesAt: (id: string) => Promise<Readonly<Record<string, unknown>>>;
}

export async function readDeltaHistory(run: RunStatement, query: DeltaQuery): Promise<Record<string, DeltaChannelHistory>> {
  const { threadId, namespace, id, channels, serde, valuesAt } = query;
  const values = [threadId, namespace, id ?? null, channels];
  const rows = await run<Row>({ name: "signalbox-delta-history", text, values });
  const found = new Map(channels.map((channel) => [channel, { seed: [] as unknown[], writes: [] as CheckpointPendingWrite[] }]));
  for (const { channel, seed, task_id: task, type, blob } of rows) {
    const history = found.get(channel);
    if (seed === null) history?.writes.push([task, channel, await serde.loadsTyped(type, blob)]);
    // a list that another version of the graph had
    else history?.seed.push(isChange(type) ? (await valuesAt(seed))[channel] : await serde.loadsTyped(type, blob));
  }
  return Object.fromEntries(
    [...found].map(([channel, { seed, writes }]) => [channel, seed.length > 0 ? { seed: seed[0], writes } : { writes }]),
  );
}
