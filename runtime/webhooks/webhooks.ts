/** What became of webhooks, and sending one again. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Page, PageRequest } from "../../persistence/statements/page.ts";
import type { WebhookRow, WebhookStatus } from "../../persistence/statements/webhooks/rows.ts";
import { replayWebhook, searchWebhooks } from "../../persistence/statements/webhooks/search-webhooks.ts";
import type { Acting } from "../identity/acting.ts";
import { commitAndPublish } from "../pubsub/publish.ts";

export interface Webhook {
  /** The header `webhook-id`. */
  readonly webhook_id: string;
  readonly run_id: string;
  readonly thread_id: string;
  readonly url: string;
  readonly status: WebhookStatus;
  readonly attempts: number;
  /** Null unless it is pending. */
  readonly next_attempt_at: string | null;
  readonly last_error: string | null;
  readonly created_at: string;
  readonly delivered_at: string | null;
}

export interface WebhookQuery extends PageRequest {
  readonly status?: WebhookStatus | undefined;
  readonly run_id?: string | undefined;
  readonly thread_id?: string | undefined;
}

export interface Webhooks {
  /** Newest first. */
  list(query: WebhookQuery): Promise<Page<Webhook>>;
  /** Sends it again at once, with the same id and the same bytes, and with all of its attempts. */
  replay(id: string): Promise<Webhook>;
}

export const webhooksOf = (services: Acting): Webhooks => ({
  async list({ run_id: runId, thread_id: threadId, ...query }) {
    const { items, total } = await searchWebhooks(services.database.sql, { ...query, runId, threadId });
    return { items: items.map(webhookOf), total };
  },
  async replay(id) {
    const row = await commitAndPublish(services, async (tx) => ({ result: await replayWebhook(tx, id), messages: [{ kind: "due" }] }));
    if (!row) throw new SignalboxError("WEBHOOK_NOT_FOUND", `Webhook ${id} not found`, { webhook: id });
    return webhookOf(row);
  },
});

const webhookOf = ({
  id,
  run_id,
  thread_id,
  url,
  status,
  attempts,
  last_error,
  due_at,
  created_at,
  delivered_at,
}: WebhookRow): Webhook => ({
  ...{ webhook_id: id, run_id, thread_id, url, status, attempts, last_error },
  next_attempt_at: status === "pending" ? due_at.toISOString() : null,
  created_at: created_at.toISOString(),
  delivered_at: delivered_at?.toISOString() ?? null,
});
