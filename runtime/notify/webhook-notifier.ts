/** Posts notices to an address of the operator, signed, so that the receiver can verify the sender and the time. */
import { createHmac } from "node:crypto";
import type { Notifier } from "./notifier.ts";

export interface WebhookOptions {
  readonly url: string;
  /** Shared with the receiver. */
  readonly secret: string;
  readonly timeoutMs?: number;
  readonly now?: () => Date;
}

/**
 * Posts reminders and assignments of questions to an address, signed with HMAC-SHA256 of `<t>.<body>` in the header `Signalbox-Signature: t=<unix seconds>,v1=<hex>`.
 * The receiver should reject an old `t`, and ignore a `Signalbox-Notice` that it has seen.
 * @example
 * const notifier = webhookNotifier({ url: "https://example.org/notices", secret: process.env.SIGNALBOX_NOTIFY_SECRET ?? "" });
 */
export function webhookNotifier({ url, secret, timeoutMs = 10_000, now = () => new Date() }: WebhookOptions): Notifier {
  return {
    async notify(notice) {
      const body = JSON.stringify(notice);
      const headers = { "content-type": "application/json", "signalbox-notice": notice.id };
      const signature = signatureOf({ body, secret, at: now() });
      const response = await fetch(url, {
        method: "POST",
        headers: { ...headers, "signalbox-signature": signature },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
    },
  };
}

export function signatureOf({ body, secret, at }: { body: string; secret: string; at: Date }): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}
