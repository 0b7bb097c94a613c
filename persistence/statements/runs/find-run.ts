/** One run of a thread. */
import type { Sql } from "../../../language/registry/context.ts";
import type { RunRow } from "./rows.ts";

/** `threadId` null: on any thread. */
export async function findRun(sql: Sql, runId: string, threadId: string | null): Promise<RunRow | undefined> {
  const [row] = await sql.query<RunRow>("select * from signalbox.runs where id = $1 and ($2::text is null or thread_id = $2)", [
    runId,
    threadId,
  ]);
  return row;
}
