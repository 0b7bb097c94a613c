/** Reserves an effect's key. Resolves to false when it is taken; waits for a transaction that is just taking it. */
import type { Sql } from "../../../language/registry/context.ts";

export interface NewEffect {
  readonly key: string;
  readonly threadId: string;
  readonly run: string;
  readonly node: string;
  readonly epoch: number | undefined;
}

export async function insertEffect(tx: Sql, { key, threadId, run, node, epoch }: NewEffect): Promise<boolean> {
  const rows = await tx.query(
    "insert into effects (key, thread_id, run_id, node, epoch) values ($1, $2, $3, $4, $5) on conflict (key) do nothing returning 1",
    [key, threadId, run, node, epoch ?? null],
  );
  return rows.length === 1;
}
