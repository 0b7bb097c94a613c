/** Which of a worker's runs are to be cancelled: asked after a reconnect, when the message may have been missed. */
import type { Sql } from "../../../../language/registry/context.ts";
import type { RunRow } from "../rows.ts";

export async function findCancelledRuns(sql: Sql, runs: readonly Pick<RunRow, "id" | "thread_id">[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select r.id from unnest($1::text[], $2::text[]) as asked (thread, id) join signalbox.runs r on r.thread_id = asked.thread and r.id = asked.id
     where r.cancel and r.status = 'running'`,
    [runs.map(({ thread_id }) => thread_id), runs.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}
