/** The rows of the table of webhooks, as statements return them. */

export type WebhookStatus = "pending" | "delivered" | "failed";

/** Without its body. */
export interface WebhookRow {
  readonly tenant: string;
  readonly id: string;
  readonly run_id: string;
  readonly thread_id: string;
  readonly url: string;
  readonly status: WebhookStatus;
  readonly attempts: number;
  readonly due_at: Date;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly delivered_at: Date | null;
}

export interface WebhookToSend extends WebhookRow {
  readonly body_type: string;
  readonly body: Uint8Array;
}

export const webhookColumns = "tenant, id, run_id, thread_id, url, status, attempts, due_at, last_error, created_at, delivered_at";
