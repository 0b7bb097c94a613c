/** How webhooks are signed, and where they may go. */
import type { ResolveHost } from "./public-address.ts";

export interface SentToApp {
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Of the run. */
  readonly tenant: string;
}

export interface WebhookSettings {
  /** Each signs: a receiver that knows one of them accepts. `whsec_` with base64, or any text. Without one, requests that name a webhook are refused. */
  readonly secrets: readonly string[];
  /** Hosts that may have a private address, and be called by http. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Sends a webhook with a path alone to the project's own app. Without it they are refused. Resolves to the status. */
  readonly toApp?: ((path: string, sent: SentToApp) => Promise<number>) | undefined;
  /** Pauses between attempts, in milliseconds; after the last one it is given up. */
  readonly retriesMs?: readonly number[] | undefined;
  /** The addresses of a host. Default: the system's resolver. */
  readonly resolve?: ResolveHost | undefined;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** For two days: a receiver that is being deployed, and one that is down for a weekend's night. */
export const RETRIES_MS: readonly number[] = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
];
