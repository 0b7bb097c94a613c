/** The webhooks that this process is sending: a few at once, each claimed by one process, with the same id and bytes in every attempt. */
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../language/issues/thrown.ts";
import type { WebhookToSend } from "../../persistence/statements/webhooks/rows.ts";
import { claimWebhooks, recordDelivered, recordNotDelivered } from "../../persistence/statements/webhooks/send-webhooks.ts";
import type { Services } from "../services.ts";
import { POST_TIMEOUT_MS, post } from "./post.ts";
import { addressOf } from "./public-address.ts";
import { RETRIES_MS, type SentToApp } from "./settings.ts";
import { signedHeaders } from "./signature.ts";

const TOGETHER = 10;
const LOST_AFTER_MS = POST_TIMEOUT_MS + 5_000;
/** One that is not sent by then is sent again later, by another process. */
const STOP_MS = 5_000;
/** The receiver wants no more of it. */
const GONE = 410;

export class WebhookDeliveries {
  readonly #services: Services;
  readonly #onFree: () => void;
  readonly #sending = new Set<Promise<void>>();
  #stopped = false;

  /** `onFree` looks again for what is due: while all are busy, nobody does. */
  constructor(services: Services, onFree: () => void) {
    this.#services = services;
    this.#onFree = onFree;
  }

  get isFull(): boolean {
    return this.#sending.size >= TOGETHER;
  }

  /** Claims those that are due. */
  async begin(): Promise<void> {
    const count = TOGETHER - this.#sending.size;
    if (count === 0 || this.#stopped) return;
    for (const webhook of await claimWebhooks(this.#services.database.sql, { count, lostAfterMs: LOST_AFTER_MS })) {
      const sending = this.#send(webhook)
        .catch((error: unknown) =>
          this.#services.log.warn("the outcome of a webhook could not be stored", { webhook: webhook.id, reason: messageOf(error) }),
        )
        .finally(() => {
          this.#sending.delete(sending);
          this.#onFree();
        });
      this.#sending.add(sending);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.race([Promise.all(this.#sending), sleep(STOP_MS, undefined, { ref: false })]);
  }

  async #send(webhook: WebhookToSend): Promise<void> {
    const { database, log, webhooks } = this.#services;
    const outcome = await this.#attempt(webhook);
    if (outcome === undefined) return recordDelivered(database.sql, webhook);
    const { retriesMs = RETRIES_MS } = webhooks;
    const againMs = outcome.isFinal ? null : (retriesMs[webhook.attempts - 1] ?? null);
    await recordNotDelivered(database.sql, webhook, { reason: outcome.reason, againMs });
    const facts = { webhook: webhook.id, run: webhook.run_id, attempt: webhook.attempts, reason: outcome.reason };
    if (againMs === null) log.error("a webhook is given up", facts);
    else log.warn("a webhook did not arrive; it will be sent again", { ...facts, againSeconds: againMs / 1_000 });
  }

  /** Undefined: it has arrived. */
  async #attempt({ id, url, tenant, body_type, body: bytes }: WebhookToSend): Promise<{ reason: string; isFinal: boolean } | undefined> {
    const { saver, webhooks } = this.#services;
    try {
      // stored by write-webhook.ts
      const body = (await saver.serde.loadsTyped(body_type, bytes)) as string;
      const headers = { "content-type": "application/json", ...signedHeaders({ id, body, at: new Date(), secrets: webhooks.secrets }) };
      const status = await this.#post(url, { headers, body, tenant });
      return status >= 200 && status < 300 ? undefined : { reason: `it answered ${status}`, isFinal: status === GONE };
    } catch (error) {
      return { reason: messageOf(error).slice(0, 500), isFinal: false };
    }
  }

  async #post(text: string, sent: SentToApp): Promise<number> {
    const { webhooks } = this.#services;
    if (text.startsWith("/")) {
      if (!webhooks.toApp) throw new Error("this process has no app of the project (http.app)");
      return webhooks.toApp(text, sent);
    }
    const url = new URL(text);
    return post(url, await addressOf(url, webhooks), sent);
  }
}
