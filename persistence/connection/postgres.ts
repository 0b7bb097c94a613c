/** Postgres by its URL: one pool that survives restarts of the server. */
import pg from "pg";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Logger, Sql } from "../../language/registry/context.ts";
import { connectionError } from "./connection-error.ts";
import type { Database } from "./database.ts";
import { listenOnPostgres } from "./listen.ts";
import { findSchemas, qualifierOf, type Schemas } from "./schemas.ts";
import { SharedPool } from "./shared-pool.ts";
import { transaction } from "./transaction.ts";
import { isTransient, mapUnavailable, retryTransient } from "./unavailable.ts";

const CONNECT_TIMEOUT_MS = 10_000;

interface Options {
  readonly url: string;
  readonly directUrl?: string | undefined;
  readonly schema: string | undefined;
  readonly maxConnections: number;
  readonly queryTimeoutMs: number;
  readonly log?: Logger | undefined;
}

export async function openPostgres({ url, directUrl = url, schema, maxConnections, queryTimeoutMs, log }: Options): Promise<Database> {
  const connection = { connectionString: url, application_name: "signalbox", keepAlive: true };
  const schemas = await firstContact(connection, schema);
  const qualify = qualifierOf(schemas);
  // when the other end is gone, the connection reports nothing: only query_timeout ends the wait
  const limits = { max: maxConnections, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: queryTimeoutMs };
  const pool = new SharedPool({ ...connection, ...limits }, { pooled: directUrl !== url });
  const onError = (error: Error) => log?.warn("database connection lost", { reason: error.message });
  pool.on("error", onError);
  // The pool does not listen for errors of a client that is checked out: without this a restart of Postgres ends the process.
  pool.on("connect", (client) => client.on("error", onError));
  const plainSql: Sql = { query: (text, values) => mapUnavailable(() => queryOn(pool, text, values)) };
  const listeners = new Set<() => Promise<void>>();
  return {
    kind: "postgres",
    directUrl,
    ...{ pool, schemas, qualify, plainSql },
    sql: { query: (text, values) => plainSql.query(qualify(text), values) },
    transaction: (work, options) => transaction({ pool, qualify }, work, options),
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

async function firstContact(connection: pg.ClientConfig & { connectionString: string }, schema: string | undefined): Promise<Schemas> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ ...connection, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    client.on("error", () => {});
    await client.connect();
    const answering = client;
    return await findSchemas(async (text, values = []) => (await answering.query(text, [...values])).rows, schema);
  } catch (error) {
    if (error instanceof SignalboxError) throw error;
    throw connectionError(connection.connectionString, error);
  } finally {
    await client?.end().catch(() => {});
  }
}
