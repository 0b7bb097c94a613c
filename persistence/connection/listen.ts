/** LISTEN on its own connection, which reconnects by itself after a restart of Postgres. */

import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { messageOf } from "../../language/issues/thrown.ts";
import { addressOf } from "./connection-error.ts";
import type { History } from "./history.ts";
import type { Troubles } from "./troubles.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

const FAILS = "notifications do not arrive, because the connection for LISTEN fails: this process polls";

export interface ListenPlace {
  readonly connection: pg.ClientConfig & { readonly connectionString: string };
  readonly history: History;
  readonly troubles: Troubles;
}

interface Subscription {
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  readonly onReconnect: () => void;
}

/** Resolves when subscribed, or after the first failure, to a function that ends the subscription. Whoever listens must not depend on it. */
export async function listenOnPostgres(place: ListenPlace, subscription: Subscription): Promise<() => Promise<void>> {
  const closing = new AbortController();
  let client = await tryToSubscribe(place, subscription);
  const following = follow();

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      subscription.onReconnect();
      await client?.ended;
      client = await resubscribe();
    }
  }

  async function resubscribe(): Promise<Subscriber | undefined> {
    for (let pauseMs = FIRST_PAUSE_MS; !closing.signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const next = await tryToSubscribe(place, subscription);
      if (next) return next;
      await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => {});
    }
    return undefined;
  }

  return async () => {
    closing.abort();
    await client?.end();
    await following;
    await client?.end();
  };
}

interface Subscriber {
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

async function tryToSubscribe(place: ListenPlace, subscription: Subscription): Promise<Subscriber | undefined> {
  const address = addressOf(place.connection.connectionString);
  try {
    const subscriber = await subscribe(place, subscription);
    place.troubles.end(FAILS, address);
    return subscriber;
  } catch (error) {
    place.troubles.begin(FAILS, { address, reason: messageOf(error) });
    return undefined;
  }
}

async function subscribe({ connection, history }: ListenPlace, { channel, onMessage }: Subscription): Promise<Subscriber> {
  const client = new pg.Client({ ...connection, keepAliveInitialDelayMillis: 10_000, connectionTimeoutMillis: 10_000 });
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  client.on("error", () => {});
  client.on("notification", ({ payload = "" }) => onMessage(payload));
  try {
    await client.connect();
    await history.check(client);
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return { ended, end: () => client.end().catch(() => {}) };
}
