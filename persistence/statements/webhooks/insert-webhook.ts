/** A webhook of a run that ends, in the transaction of its end. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface NewWebhook {
  readonly id: string;
  readonly runId: string;
  readonly threadId: string;
  readonly url: string;
  readonly body: [type: string, bytes: Uint8Array];
}

export async function insertWebhook(tx: TenantSql, { id, runId, threadId, url, body: [type, bytes] }: NewWebhook): Promise<void> {
  await tx.query(
    "insert into signalbox.webhooks (tenant, id, run_id, thread_id, url, body_type, body) values ($tenant, $1, $2, $3, $4, $5, $6)",
    [id, runId, threadId, url, type, bytes],
  );
}
