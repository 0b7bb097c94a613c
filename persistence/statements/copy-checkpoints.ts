/** Copies a thread's checkpoints to another thread, which has none. */
import type { Sql } from "../../language/context.ts";

export async function copyCheckpoints(tx: Sql, from: string, to: string): Promise<void> {
  await tx.query(
    `with blobs as (
       insert into checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
       select $2, checkpoint_ns, channel, version, type, blob from checkpoint_blobs where thread_id = $1
     ), writes as (
       insert into checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob)
       select $2, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob from checkpoint_writes where thread_id = $1
     )
     insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata)
     select $2, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata from checkpoints where thread_id = $1`,
    [from, to],
  );
}
