/** The database behind everything: Postgres by its URL, else PGlite in a data folder. Callers never learn which. */
import type pg from "pg";
import type { Logger, Sql } from "../../language/registry/context.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** One open transaction. It also is a `db` for pg-boss: `boss.send(queue, data, { db: tx })`. */
export interface Tx extends Sql {
  // biome-ignore lint/suspicious/noExplicitAny: the signature is pg-boss's IDatabase
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/** Resolves to what ends the subscription. */
export type Listen = (channel: string, onMessage: (payload: string) => void, onReconnect: () => void) => Promise<() => Promise<void>>;

export interface TransactionOptions {
  /** Its statements may take as long as they need, as those of migrations do. */
  readonly mayTakeLong?: boolean;
}

export interface Database {
  readonly kind: "postgres" | "pglite";
  /** Postgres itself, past a PgBouncer; undefined on PGlite. */
  readonly directUrl?: string | undefined;
  /** The one pool. On PGlite it has one connection: never hold a client while asking for another. */
  readonly pool: pg.Pool;
  /** One statement on its own connection. Refused inside `transaction`: use the `tx` there. Throws DATABASE_UNAVAILABLE. */
  readonly sql: Sql;
  /** Commits when `work` resolves, rolls back when it throws. Throws DATABASE_UNAVAILABLE: then nobody knows whether it committed. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** `onReconnect` is called after every subscription, the first too: messages may have been missed before it. */
  readonly listen: Listen;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A postgres:// URL. Without it the embedded database is used. */
  readonly url?: string | undefined;
  /** Past a PgBouncer: for `listen`, which needs a session, and for the beat. Default: `url`. */
  readonly directUrl?: string | undefined;
  /** Where the embedded database keeps its files; `memory://` keeps nothing. Default `.signalbox`. */
  readonly dataFolder?: string | undefined;
  /** The most connections to Postgres, besides one for each `listen`. Default 10. */
  readonly maxConnections?: number | undefined;
  /** A statement that Postgres has not answered after so many milliseconds has failed. Default 15,000. */
  readonly queryTimeoutMs?: number | undefined;
  readonly log?: Logger | undefined;
}

/** Opens and tries the database once. Throws DATABASE_UNREACHABLE, DATABASE_LOGIN_FAILED or DATA_FOLDER_LOCKED. */
export function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const { url, directUrl, dataFolder = ".signalbox", maxConnections = 10, queryTimeoutMs = 15_000, log } = options;
  return url ? openPostgres({ url, directUrl, maxConnections, queryTimeoutMs, log }) : openPglite({ dataFolder, log });
}
