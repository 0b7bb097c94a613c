/** Takes away what a thread's checkpoints have gained since `base`, if the worker still holds the thread. May be repeated. */
import type { Sql } from "../../language/registry/context.ts";
import { fenced } from "../fence.ts";

export interface RollBack {
  readonly thread: string;
  readonly epoch: number;
  /** The last checkpoint to keep; null: there was none. */
  readonly base: string | null;
}

/** Ids of checkpoints grow with time, in subgraphs too. */
export async function rollBack(sql: Sql, { thread, epoch, base }: RollBack): Promise<boolean> {
  const rows = await sql.query(
    `with ${fenced},
     writes as (delete from checkpoint_writes w using ok where w.thread_id = $1 and ($3::text is null or w.checkpoint_id > $3)),
     states as (delete from checkpoints c using ok where c.thread_id = $1 and ($3::text is null or c.checkpoint_id > $3))
     select 1 from ok`,
    [thread, epoch, base],
  );
  return rows.length === 1;
}
