/** Records that a node begins, if the epoch still holds the thread. Resolves to false when it does not. */
import type { Sql } from "../../language/context.ts";

export interface NodeStart {
  readonly thread: string;
  readonly run: string;
  /** Undefined where no lease exists: nothing else can run the thread. */
  readonly epoch: number | undefined;
  readonly node: string;
  readonly task: string;
}

export async function recordStart(sql: Sql, { thread, run, epoch, node, task }: NodeStart): Promise<boolean> {
  const rows = await sql.query(
    `with owner as materialized (select 1 from leases where thread = $1 and epoch = $3 for share)
     insert into audit (thread_id, run_id, epoch, what, node, task)
     select $1, $2, $3::int, 'node.started', $4, $5 where $3::int is null or exists (select 1 from owner) returning 1`,
    [thread, run, epoch ?? null, node, task],
  );
  return rows.length === 1;
}
