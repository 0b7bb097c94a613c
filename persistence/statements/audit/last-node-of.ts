/** The node that a run began last. */
import type { Sql } from "../../../language/registry/context.ts";

export async function lastNodeOf(sql: Sql, threadId: string, runId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ node: string }>(
    "select node from signalbox.audit where thread_id = $1 and run_id = $2 and what = 'node.started' order by id desc limit 1",
    [threadId, runId],
  );
  return row?.node;
}
