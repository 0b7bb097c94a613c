/** An open database, Postgres or PGlite: callers need not know which. Types only; open-database.ts opens one. */
import type pg from "pg";
import type { Sql } from "../../language/registry/context.ts";
import type { Schemas } from "./schemas.ts";
import type { Troubles } from "./troubles.ts";

/** One open transaction. `query` replaces `signalbox.` as `Database.sql` does. It also is a `db` for pg-boss: `boss.send(queue, data, { db: tx })`. */
export interface Tx extends Sql {
  /** The statement as it is written. */
  // biome-ignore lint/suspicious/noExplicitAny: the signature is pg-boss's IDatabase
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/** Resolves to a function that ends the subscription. */
export type Listen = (channel: string, onMessage: (payload: string) => void, onReconnect: () => void) => Promise<() => Promise<void>>;

export interface TransactionOptions {
  /** Its statements have no time limit, as migrations need. */
  readonly mayTakeLong?: boolean;
  /** Under row-level security it sees the rows of this tenant alone. */
  readonly tenant?: string | undefined;
}

export interface Database {
  readonly kind: "postgres" | "pglite";
  /** Requests read and write under row-level security: SIGNALBOX_TENANTS=on. */
  readonly separatesTenants: boolean;
  /** The URL of Postgres itself when there is a PgBouncer before it; undefined on PGlite. */
  readonly directUrl?: string | undefined;
  /** The only pool. On PGlite it has one connection: never hold a client while asking for another. */
  readonly pool: pg.Pool;
  readonly schemas: Schemas;
  /** Replaces `signalbox.` before a table's name by the schema where the table is, for statements that go to `pool`. */
  readonly qualify: (text: string) => string;
  /** One statement on its own connection, in which `signalbox.` before a table's name is the schema of our tables. Refused inside `transaction`: use the `tx` there. Throws DATABASE_UNAVAILABLE. */
  readonly sql: Sql;
  /** The same for an application's own statements, which are sent as they are written. */
  readonly plainSql: Sql;
  /** Which ways to the database fail now: each is logged, and GET /ok shows it. */
  readonly troubles: Troubles;
  /** Calls back when another database has taken over, as after a failover, and all older connections were dropped. */
  onNewHistory(listener: () => void): void;
  /** Commits when `work` resolves, rolls back when it throws. Throws DATABASE_UNAVAILABLE: it may or may not have committed then. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** For what goes out on another connection later. @throws NESTED_CONNECTION inside `transaction`. */
  refuseNesting(): void;
  /** `onReconnect` is called after every subscription, also the first: messages may have been missed before it. */
  readonly listen: Listen;
  /** False: behind a pooler `listen` hears nothing, and only reminds its caller to look. */
  readonly canListen: boolean;
  close(): Promise<void>;
}
