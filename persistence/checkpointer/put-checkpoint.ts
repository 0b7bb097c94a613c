/**
 * Stores one checkpoint, the new values of its channels, and what its run has emitted, if the writer still holds the thread's lease and the
 * database still has the checkpoint before it.
 */
import { type Epoch, fenceOf } from "../fence.ts";
import { batchValues, type EventBatch, insertBatch } from "../statements/events/rows.ts";
import { newestFirst, stillHas } from "./checkpoint-order.ts";
import type { RunStatement } from "./checkpoint-statements.ts";

interface CheckpointRow {
  readonly threadId: string;
  readonly epoch: Epoch;
  readonly namespace: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly checkpoint: object;
  readonly metadata: object;
  readonly blobs: readonly { channel: string; version: string; type: string; blob: Uint8Array | undefined }[];
  /** What the run has emitted since it was last written: with the checkpoint, a crash does not part them. */
  readonly events: EventBatch | undefined;
}

/** Never below the thread's own last one, should the sequence ever go back, as after a logical copy of the database. */
const nextSeq = `greatest(nextval('signalbox.checkpoints_seq'), 1 + (
  select c.seq from signalbox.checkpoints c where c.thread_id = $1 and c.checkpoint_ns = $3 order by ${newestFirst} limit 1
))`;

/** A checkpoint that is stored again, because the first answer was lost, keeps its place. */
const textOf = (epoch: Epoch) => `
  with ${fenceOf(epoch)},
  based as (select 1 from ok${epoch === undefined ? "" : ` where ${stillHas({ namespace: "$3", id: "$9::text" })}`}),
  blobs as (
    insert into signalbox.checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
    select $1, $3, blob.* from based, unnest($4::text[], $5::text[], $6::text[], $7::bytea[]) as blob
    on conflict do nothing
  ),
  stored as (
    insert into signalbox.checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, metadata, seq)
    select $1, $3, $8, $9, $10::jsonb, $11::jsonb, ${nextSeq} from based
    on conflict (thread_id, checkpoint_ns, checkpoint_id) do update set checkpoint = excluded.checkpoint, metadata = excluded.metadata
    returning 1
  ),
  events as (${insertBatch("ok.epoch", "$1", 12)} from ok, based where $12::text is not null on conflict do nothing)
  select 1 from stored`;

/** False: another worker holds the lease, or the database went back behind the checkpoint before. */
export async function putCheckpoint(run: RunStatement, row: CheckpointRow): Promise<boolean> {
  const rows = await run({
    name: row.epoch === undefined ? "signalbox-put" : "signalbox-put-fenced",
    text: textOf(row.epoch),
    values: [
      row.threadId,
      row.epoch ?? null,
      row.namespace,
      row.blobs.map(({ channel }) => channel),
      row.blobs.map(({ version }) => version),
      row.blobs.map(({ type }) => type),
      row.blobs.map(({ blob }) => blob && Buffer.from(blob)),
      row.id,
      row.parentId ?? null,
      JSON.stringify(row.checkpoint),
      JSON.stringify(row.metadata),
      ...batchValues(row.events),
    ],
  });
  return rows.length > 0;
}
