/** Which of a worker's runs are to be cancelled: asked after a reconnect, when the message may have been missed. */
import type { Sql } from "../../../../language/registry/context.ts";

export async function findCancelledRuns(sql: Sql, runIds: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    "select id from signalbox.runs where cancel and status = 'running' and id = any($1::text[])",
    [runIds],
  );
  return rows.map(({ id }) => id);
}
