/** Refuses a webhook to which nothing would ever be sent, before its run is created. What a name resolves to is checked at each attempt. */
import { isIP } from "node:net";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Services } from "../services.ts";
import { isPublic } from "./public-address.ts";

export function checkWebhook({ webhooks }: Pick<Services, "webhooks">, url: string | undefined): void {
  const problem = url === undefined ? undefined : problemOf(url, webhooks);
  if (problem)
    throw new SignalboxError("INVALID_INPUT", `webhook: ${problem}`, { issues: [{ code: "custom", path: ["webhook"], message: problem }] });
}

function problemOf(text: string, { secrets, allowedHosts = [], toApp }: Services["webhooks"]): string | undefined {
  if (secrets.length === 0) return "the server has no secret to sign webhooks with: set SIGNALBOX_WEBHOOK_SECRET";
  if (text.startsWith("/"))
    return toApp ? undefined : "a path alone is sent to the project's own app (http.app), and there is none; write https://…";
  const url = URL.parse(text);
  if (!url) return "not an address; write https://…";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (allowedHosts.includes(host)) return ["http:", "https:"].includes(url.protocol) ? undefined : "only https and http";
  if (url.protocol !== "https:") return "only https, but for hosts in SIGNALBOX_WEBHOOK_HOSTS";
  if (url.username || url.password) return "an address must not contain credentials";
  const family = isIP(host);
  return family === 0 || isPublic({ address: host, family })
    ? undefined
    : `${host} is not a public address, nor in SIGNALBOX_WEBHOOK_HOSTS`;
}
