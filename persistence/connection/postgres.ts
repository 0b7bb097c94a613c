/** Postgres by its URL: one pool that survives restarts of the server. */
import pg from "pg";
import type { Logger } from "../../language/registry/context.ts";
import { connectionError } from "./connection-error.ts";
import type { Database } from "./database.ts";
import { listenOnPostgres } from "./listen.ts";
import { SharedPool } from "./shared-pool.ts";
import { transaction } from "./transaction.ts";
import { isTransient, mapUnavailable, retryTransient } from "./unavailable.ts";

const CONNECT_TIMEOUT_MS = 10_000;

interface Options {
  readonly url: string;
  readonly directUrl?: string | undefined;
  readonly maxConnections: number;
  readonly queryTimeoutMs: number;
  readonly log?: Logger | undefined;
}

export async function openPostgres({ url, directUrl = url, maxConnections, queryTimeoutMs, log }: Options): Promise<Database> {
  const connection = { connectionString: url, application_name: "signalbox", keepAlive: true };
  await tryOnce(connection);
  // when the other end is gone, the connection reports nothing: only query_timeout ends the wait
  const limits = { max: maxConnections, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: queryTimeoutMs };
  const pool = new SharedPool({ ...connection, ...limits }, { pooled: directUrl !== url });
  const onError = (error: Error) => log?.warn("database connection lost", { reason: error.message });
  pool.on("error", onError);
  // The pool does not listen for errors of a client that is checked out: without this a restart of Postgres ends the process.
  pool.on("connect", (client) => client.on("error", onError));
  const listeners = new Set<() => Promise<void>>();
  return {
    kind: "postgres",
    directUrl,
    pool,
    sql: { query: (text, values) => mapUnavailable(() => queryOn(pool, text, values)) },
    transaction: (work, options) => transaction(pool, work, options),
    async listen(channel, onMessage, onReconnect) {
      const end = await listenOnPostgres({ ...connection, connectionString: directUrl }, { channel, onMessage, onReconnect });
      listeners.add(end);
      return async () => {
        listeners.delete(end);
        await end();
      };
    },
    async close() {
      await Promise.all([...listeners].map((end) => end()));
      await pool.end();
    },
  };
}

/** Only the connecting is retried: a statement whose connection broke may have taken effect. */
async function queryOn<Row>(pool: SharedPool, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = await retryTransient(() => pool.connect());
  let isBroken = false;
  try {
    return (await client.query(text, [...values])).rows;
  } catch (error) {
    isBroken = isTransient(error);
    throw error;
  } finally {
    client.release(isBroken);
  }
}

async function tryOnce(connection: pg.ClientConfig & { connectionString: string }): Promise<void> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ ...connection, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    client.on("error", () => {});
    await client.connect();
    await client.query("select 1");
  } catch (error) {
    throw connectionError(connection.connectionString, error);
  } finally {
    await client?.end().catch(() => {});
  }
}
