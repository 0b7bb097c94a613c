/** A tenant's webhooks, newest first, and one that is sent again. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { Page, PageRequest } from "../page.ts";
import { type WebhookRow, type WebhookStatus, webhookColumns } from "./rows.ts";

export interface WebhookSearch extends PageRequest {
  readonly status?: WebhookStatus | undefined;
  readonly runId?: string | undefined;
  readonly threadId?: string | undefined;
}

const matches = `tenant = $tenant and ($1::text is null or status = $1) and ($2::text is null or run_id = $2) and ($3::text is null or thread_id = $3)`;

export async function searchWebhooks(sql: TenantSql, { status, runId, threadId, limit, offset }: WebhookSearch): Promise<Page<WebhookRow>> {
  const values = [status ?? null, runId ?? null, threadId ?? null];
  const items = await sql.query<WebhookRow>(
    `select ${webhookColumns} from signalbox.webhooks where ${matches} order by created_at desc, id desc limit $4 offset $5`,
    [...values, limit, offset],
  );
  const [row] = await sql.query<{ total: number }>(`select count(*)::int as total from signalbox.webhooks where ${matches}`, values);
  return { items, total: row?.total ?? 0 };
}

/** It is due now, with all of its attempts before it. Undefined: there is none. */
export async function replayWebhook(sql: TenantSql, id: string): Promise<WebhookRow | undefined> {
  const [row] = await sql.query<WebhookRow>(
    `update signalbox.webhooks set status = 'pending', attempts = 0, due_at = clock_timestamp(), last_error = null, delivered_at = null
     where tenant = $tenant and id = $1 returning ${webhookColumns}`,
    [id],
  );
  return row;
}
