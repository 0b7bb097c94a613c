/** A thread's last checkpoint, and how a worker that holds the thread's lease removes all later ones. */
import type { Sql } from "../../language/registry/context.ts";
import { type Epoch, fenced } from "../fence.ts";
import { headOf } from "./checkpoint-order.ts";

export interface RollBack {
  readonly threadId: string;
  readonly epoch: Epoch;
  /** The last checkpoint to keep; null: there was none. */
  readonly base: string | null;
}

/**
 * Safe to repeat. What is newer than `base` goes, also in subgraphs, and with it the writes of tasks whose checkpoint does not stay.
 * Nothing is deleted when `base` is gone itself.
 */
const text = `
with ${fenced},
base as (select b.seq from signalbox.checkpoints b where b.thread_id = $1 and b.checkpoint_ns = '' and b.checkpoint_id = $3 union all select 0 where $3::text is null),
kept as (
  select c.checkpoint_ns, c.checkpoint_id from signalbox.checkpoints c, base
  where c.thread_id = $1 and $3::text is not null and (c.seq <= base.seq or c.seq is null and (base.seq is not null or c.checkpoint_id <= $3))
),
writes as (
  delete from signalbox.checkpoint_writes w using ok, base where w.thread_id = $1
    and not exists (select 1 from kept where kept.checkpoint_ns = w.checkpoint_ns and kept.checkpoint_id = w.checkpoint_id)
),
states as (
  delete from signalbox.checkpoints c using ok, base where c.thread_id = $1
    and not exists (select 1 from kept where kept.checkpoint_ns = c.checkpoint_ns and kept.checkpoint_id = c.checkpoint_id)
)
select 1 from ok`;

export async function rollBack(sql: Sql, { threadId, epoch, base }: RollBack): Promise<boolean> {
  return (await sql.query(text, [threadId, epoch, base])).length === 1;
}

export async function findHead(sql: Sql, threadId: string): Promise<string | null> {
  const [row] = await sql.query<{ head: string | null }>(`select ${headOf("$1")} as head`, [threadId]);
  return row?.head ?? null;
}
