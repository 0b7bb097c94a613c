/** The runs of a thread, newest first. */
import type { Sql } from "../../../language/registry/context.ts";
import type { RunRow, RunStatus } from "./rows.ts";

export interface RunPage {
  readonly threadId: string;
  readonly status?: RunStatus | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly limit: number;
  readonly offset: number;
}

export async function listRuns(sql: Sql, { threadId, status, metadata, limit, offset }: RunPage): Promise<RunRow[]> {
  return sql.query<RunRow>(
    `select * from signalbox.runs where thread_id = $1 and ($2::text is null or status = $2) and ($3::jsonb is null or metadata @> $3)
     order by created_at desc, id desc limit $4 offset $5`,
    [threadId, status ?? null, metadata ? JSON.stringify(metadata) : null, limit, offset],
  );
}
