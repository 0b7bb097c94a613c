/** Postgres by its URL: one pool that survives restarts of the server, and never writes to two histories. */
import type pg from "pg";
import type { Logger, Sql } from "../../language/registry/context.ts";
import { checkUrl } from "./check-url.ts";
import { addressOf } from "./connection-error.ts";
import type { Database, Listen } from "./database.ts";
import { firstContact } from "./first-contact.ts";
import { History } from "./history.ts";
import { listenOnPostgres } from "./listen.ts";
import { pollInstead } from "./poll-instead.ts";
import { qualifierOf } from "./schemas.ts";
import { SharedPool } from "./shared-pool.ts";
import { transaction } from "./transaction.ts";
import { LoggedTroubles } from "./troubles.ts";
import { isTransient, mapUnavailable, retryTransient } from "./unavailable.ts";

const CONNECT_TIMEOUT_MS = 10_000;

interface Options {
  readonly url: string;
  readonly directUrl?: string | undefined;
  readonly schema: string | undefined;
  readonly maxConnections: number;
  readonly queryTimeoutMs: number;
  readonly separatesTenants: boolean;
  readonly log?: Logger | undefined;
}

export async function openPostgres(options: Options): Promise<Database> {
  const { url, directUrl = url, separatesTenants, log } = options;
  checkUrl(url, "DATABASE_URL");
  checkUrl(directUrl, "DATABASE_URL_DIRECT");
  const connection = { connectionString: url, application_name: "signalbox", keepAlive: true, connectionTimeoutMillis: CONNECT_TIMEOUT_MS };
  const contact = await firstContact(connection, options.schema);
  const mustPoll = contact.isPooled && options.directUrl === undefined;
  if (mustPoll) log?.warn(POLLS, { address: addressOf(url) });
  const pooled = mustPoll || directUrl !== url;
  if (pooled && contact.isolation !== "read committed") log?.warn(ISOLATION, { isolation: contact.isolation });
  const history = new History(log, { pooled });
  const pool = openPool(connection, options, { pooled, history });
  const qualify = qualifierOf(contact.schemas);
  const troubles = new LoggedTroubles(log);
  const plainSql: Sql = { query: (text, values) => mapUnavailable(() => queryOn(pool, text, values)) };
  const listeners = new Set<() => Promise<void>>();
  const place = { connection: { ...connection, connectionString: directUrl }, history, troubles };
  const subscribe: Listen = mustPoll
    ? pollInstead
    : (channel, onMessage, onReconnect) => listenOnPostgres(place, { channel, onMessage, onReconnect });
  return {
    kind: "postgres",
    directUrl,
    canListen: !mustPoll,
    separatesTenants,
    ...{ pool, schemas: contact.schemas, qualify, plainSql, troubles },
    sql: { query: (text, values) => plainSql.query(qualify(text), values) },
    onNewHistory: (listener) => history.onNew(listener),
    transaction: (work, options) => transaction({ pool, qualify }, work, options),
    refuseNesting: () => pool.refuseNesting(),
    async listen(channel, onMessage, onReconnect) {
      const end = await subscribe(channel, onMessage, onReconnect);
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

const POLLS =
  "DATABASE_URL leads to a connection pooler and there is no DATABASE_URL_DIRECT: notifications do not arrive, so this process polls once a second; runs, answers and deadlines of other processes are noticed up to a second later, and streams of runs in other processes too";

const ISOLATION =
  "the database's default isolation costs speed and needless refusals, and cannot be changed through a pooler: alter role … set default_transaction_isolation = 'read committed'";

interface PoolPlace {
  readonly pooled: boolean;
  readonly history: History;
}

function openPool(connection: pg.PoolConfig, { maxConnections, queryTimeoutMs, log }: Options, { pooled, history }: PoolPlace): SharedPool {
  // when the other end is gone, the connection reports nothing: only query_timeout ends the wait
  const limits = { max: maxConnections, query_timeout: queryTimeoutMs };
  const verify: pg.PoolConfig["verify"] = (client, done) => void history.check(client).then(() => done(), done);
  const pool = new SharedPool({ ...connection, ...limits, verify }, { pooled });
  const onError = (error: Error) => log?.warn("database connection lost", { reason: error.message });
  pool.on("error", onError);
  // The pool does not listen for errors of a client that is checked out: without this a restart of Postgres ends the process.
  pool.on("connect", (client) => client.on("error", onError));
  return pool;
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
