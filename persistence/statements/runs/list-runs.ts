/** The runs of a thread, newest first. */

import { readInPages } from "../../read-in-pages.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { RunRow, RunStatus } from "./rows.ts";

export interface RunPage {
  readonly threadId: string;
  readonly status?: RunStatus | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly limit: number;
  readonly offset: number;
}

const large = {
  sizes: `select r.id, (octet_length(r.payload::text) + octet_length(r.kwargs::text) + coalesce(octet_length(r.path::text), 0))::int as bytes
    from signalbox.runs r where r.tenant = $tenant and r.id = any($1::text[])`,
  rows: "select r.* from signalbox.runs r where r.tenant = $tenant and r.id = any($1::text[]) order by array_position($1::text[], r.id)",
};

/** Read while they are taken: their inputs may be large. */
export async function* listRuns(sql: TenantSql, { threadId, status, metadata, limit, offset }: RunPage): AsyncGenerator<RunRow> {
  const found = await sql.query<{ id: string }>(
    `select id from signalbox.runs where thread_id = $1 and tenant = $tenant and ($2::text is null or status = $2) and ($3::jsonb is null or metadata @> $3)
     order by created_at desc, id desc limit $4 offset $5`,
    [threadId, status ?? null, metadata ? JSON.stringify(metadata) : null, limit, offset],
  );
  const ids = found.map(({ id }) => id);
  yield* readInPages<RunRow>(sql, ids, large);
}
