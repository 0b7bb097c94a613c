/** LISTEN on its own connection, which reconnects by itself after a restart of Postgres. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

interface Subscription {
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  readonly onReconnect: () => void;
}

/** Resolves when subscribed, to a function that ends the subscription. */
export async function listenOnPostgres(connection: pg.ClientConfig, subscription: Subscription): Promise<() => Promise<void>> {
  const closing = new AbortController();
  let client = await subscribe(connection, subscription);
  const following = follow();

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      subscription.onReconnect();
      await client.ended;
      client = (await resubscribe()) ?? client;
    }
  }

  async function resubscribe(): Promise<Subscriber | undefined> {
    for (let pauseMs = FIRST_PAUSE_MS; !closing.signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const next = await subscribe(connection, subscription).catch(() => undefined);
      if (next) return next;
      await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => {});
    }
    return undefined;
  }

  return async () => {
    closing.abort();
    await client.end();
    await following;
    await client.end();
  };
}

interface Subscriber {
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

async function subscribe(connection: pg.ClientConfig, { channel, onMessage }: Subscription): Promise<Subscriber> {
  const client = new pg.Client({ ...connection, keepAliveInitialDelayMillis: 10_000, connectionTimeoutMillis: 10_000 });
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  client.on("error", () => {});
  client.on("notification", ({ payload = "" }) => onMessage(payload));
  try {
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return { ended, end: () => client.end().catch(() => {}) };
}
