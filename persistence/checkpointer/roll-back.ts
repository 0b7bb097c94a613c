/** A thread's last checkpoint, and how a worker that holds the thread's lease removes all later ones. */
import type { Sql } from "../../language/registry/context.ts";
import { fenced } from "../fence.ts";

export interface RollBack {
  readonly threadId: string;
  readonly epoch: number;
  /** The last checkpoint to keep; null: there was none. */
  readonly base: string | null;
}

/** Safe to repeat. Checkpoint ids grow with time, also in subgraphs. */
export async function rollBack(sql: Sql, { threadId, epoch, base }: RollBack): Promise<boolean> {
  const rows = await sql.query(
    `with ${fenced},
     writes as (delete from checkpoint_writes w using ok where w.thread_id = $1 and ($3::text is null or w.checkpoint_id > $3)),
     states as (delete from checkpoints c using ok where c.thread_id = $1 and ($3::text is null or c.checkpoint_id > $3))
     select 1 from ok`,
    [threadId, epoch, base],
  );
  return rows.length === 1;
}

export async function findHead(sql: Sql, threadId: string): Promise<string | null> {
  const [row] = await sql.query<{ head: string | null }>(
    "select max(checkpoint_id) as head from checkpoints where thread_id = $1 and checkpoint_ns = ''",
    [threadId],
  );
  return row?.head ?? null;
}
