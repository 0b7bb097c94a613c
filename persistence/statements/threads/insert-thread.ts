/** A new thread. Nothing is returned when the id is taken. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { type ThreadRow, threadColumns } from "./rows.ts";

export interface ThreadToInsert {
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Created for one run: deleted some time after it. */
  readonly temporary?: boolean;
  readonly ttlMinutes?: number | undefined;
}

export async function insertThread(sql: TenantSql, thread: ThreadToInsert): Promise<ThreadRow | undefined> {
  const { id, metadata, temporary = false, ttlMinutes = null } = thread;
  const [row] = await sql.query<ThreadRow>(
    `with t as (insert into signalbox.threads (id, metadata, temporary, ttl_minutes, tenant) values ($1, $2::jsonb, $3, $4, $tenant) on conflict (id) do nothing returning *)
     select ${threadColumns} from t`,
    [id, JSON.stringify(metadata), temporary, ttlMinutes],
  );
  return row;
}
