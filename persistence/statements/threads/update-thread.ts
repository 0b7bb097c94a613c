/** Adds to a thread's metadata; a key that is given replaces the old one. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ThreadRow, threadColumns } from "./rows.ts";

export interface ThreadPatch {
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Undefined: as it is. */
  readonly ttlMinutes?: number | undefined;
}

export async function updateThread(
  sql: TenantSql,
  threadId: string,
  { metadata, ttlMinutes }: ThreadPatch,
): Promise<ThreadRow | undefined> {
  const [row] = await sql.query<ThreadRow>(
    `with t as (update signalbox.threads set metadata = metadata || $2::jsonb, ttl_minutes = coalesce($3::float8, ttl_minutes), updated_at = clock_timestamp() where id = $1 and tenant = $tenant returning *)
     select ${threadColumns} from t`,
    [threadId, JSON.stringify(metadata), ttlMinutes ?? null],
  );
  return row;
}
