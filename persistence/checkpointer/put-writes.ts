/** Stores the writes of one task after a checkpoint, if the writer still holds the thread's lease. */
import { INTERRUPT } from "@langchain/langgraph-checkpoint";
import { type Epoch, fenceOf } from "../fence.ts";
import type { RunStatement } from "./checkpoint-statements.ts";

interface WritesRow {
  readonly threadId: string;
  readonly epoch: Epoch;
  readonly namespace: string;
  readonly checkpointId: string;
  readonly taskId: string;
  /** An error, interrupt or resume value replaces the earlier one; a channel's write never does. */
  readonly replace: boolean;
  readonly writes: readonly { index: number; channel: string; type: string; blob: Uint8Array }[];
}

const textOf = (fence: string, onConflict: string) => `
  with ${fence},
  stored as (
    insert into signalbox.checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob)
    select $1, $3, $4, $5, write.* from ok, unnest($6::int[], $7::text[], $8::text[], $9::bytea[]) as write
    on conflict (thread_id, checkpoint_ns, checkpoint_id, task_id, idx) ${onConflict}
  ),
  unasked as (
    delete from signalbox.checkpoint_writes w using ok
    where $10 and w.thread_id = $1 and w.checkpoint_ns = $3 and w.checkpoint_id = $4 and w.task_id = $5
      and w.channel = '${INTERRUPT}' and not w.idx = any($6::int[])
  )
  select 1 from ok`;

const REPLACE = "do update set channel = excluded.channel, type = excluded.type, blob = excluded.blob";
const KEEP = "do nothing";

/** False: another worker holds the lease. */
export async function putWrites(run: RunStatement, row: WritesRow): Promise<boolean> {
  // One statement may not replace a row twice: the last write of an index counts, as with one statement per write.
  const writes = row.replace ? [...new Map(row.writes.map((write) => [write.index, write])).values()] : row.writes;
  const rows = await run({
    name: `signalbox-put-writes${row.replace ? "-replace" : ""}${row.epoch === undefined ? "" : "-fenced"}`,
    text: textOf(fenceOf(row.epoch), row.replace ? REPLACE : KEEP),
    values: [
      row.threadId,
      row.epoch ?? null,
      row.namespace,
      row.checkpointId,
      row.taskId,
      writes.map(({ index }) => index),
      writes.map(({ channel }) => channel),
      writes.map(({ type }) => type),
      writes.map(({ blob }) => Buffer.from(blob)),
      // a task that asks again replaces its earlier questions
      writes.some(({ channel }) => channel === INTERRUPT),
    ],
  });
  return rows.length > 0;
}
