/** Renews the copies of a thread's values and path after an edit. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface EditedThread {
  readonly threadId: string;
  /** JSON text. */
  readonly values: string;
  /** Null for a raw LangGraph. */
  readonly path: readonly unknown[] | null;
}

export async function storeValues(sql: TenantSql, { threadId, values, path }: EditedThread): Promise<void> {
  await sql.query(
    "update signalbox.threads set last_values = $2::json, last_path = coalesce($3::json, last_path), updated_at = clock_timestamp() where id = $1 and tenant = $tenant",
    [threadId, values, path && JSON.stringify(path)],
  );
}
