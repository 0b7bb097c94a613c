/** A thread follows another definition from now on. In a transaction that holds the thread's row. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface Following {
  readonly threadId: string;
  readonly definitionHash: string;
  readonly path: readonly unknown[];
}

export async function followDefinition(tx: TenantSql, { threadId, definitionHash, path }: Following): Promise<void> {
  await tx.query(
    "update signalbox.threads set definition_hash = $2, last_path = $3::json, updated_at = clock_timestamp() where id = $1 and tenant = $tenant",
    [threadId, definitionHash, JSON.stringify(path)],
  );
}
