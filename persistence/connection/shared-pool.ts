/** The only pg.Pool of a process. It refuses a second connection inside a transaction, which would deadlock on PGlite. */
import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { SignalboxError } from "../../language/issues/errors.ts";
import { asTransient, codeOf } from "./unavailable.ts";

/** A worker that freezes inside a transaction holds its thread's lease: no other worker can take the thread over before this. */
export const FROZEN_TRANSACTION_MS = 60_000;

interface SharedPoolOptions {
  readonly embedded?: boolean;
  /** There is a PgBouncer before Postgres, which gives each transaction another session: no session settings, no prepared statements. */
  readonly pooled?: boolean;
}

type OnClient = Parameters<pg.Pool["connect"]>[0];

export class SharedPool extends pg.Pool {
  readonly #holder = new AsyncLocalStorage<{ open: boolean }>();
  readonly #embedded: boolean;
  /** The statement that begins a transaction. */
  readonly begin: string;

  constructor(config: pg.PoolConfig, { embedded = false, pooled = false }: SharedPoolOptions = {}) {
    // a statement that this side has given up must end on the server too: otherwise it waits for its lock, and gets it
    const limited = { ...config, idle_in_transaction_session_timeout: FROZEN_TRANSACTION_MS, statement_timeout: config.query_timeout };
    super(pooled || embedded ? config : limited);
    this.#embedded = embedded;
    this.begin = pooled
      ? `begin isolation level read committed; set local idle_in_transaction_session_timeout = ${FROZEN_TRANSACTION_MS}`
      : "begin";
    if (pooled) this.on("connect", removeStatementNames);
  }

  /** Runs `work` as the owner of a client, until `hold.open` is false. */
  holding<T>(hold: { open: boolean }, work: () => Promise<T>): Promise<T> {
    return this.#holder.run(hold, work);
  }

  /** A callback that never counts as part of the transaction from which it is called. */
  outside<Args extends unknown[]>(callback: (...args: Args) => void): (...args: Args) => void {
    return (...args) => this.#holder.exit(() => callback(...args));
  }

  /** @throws NESTED_CONNECTION inside a transaction. */
  refuseNesting(): void {
    if (this.#holder.getStore()?.open) throw nestedConnection();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(onClient: OnClient): void;
  override connect(onClient?: OnClient): Promise<pg.PoolClient> | undefined {
    const refusal = this.#holder.getStore()?.open ? nestedConnection() : undefined;
    if (!onClient)
      return refusal
        ? Promise.reject(refusal)
        : super.connect().then(
            (client) => this.#prepare(client),
            (error) => Promise.reject(onConnect(error)),
          );
    if (refusal) onClient(refusal, undefined, () => {});
    else super.connect((error, client, done) => onClient(error && onConnect(error), client && this.#prepare(client), done));
    return undefined;
  }

  /** pg drops a client after an error, but all clients of PGlite share one session: its transaction ends and it stays. */
  #prepare(client: pg.PoolClient): pg.PoolClient {
    if (!this.#embedded) return client;
    const release = client.release;
    client.release = (error) => {
      if (!error) return release();
      client.query("rollback").then(() => release(), release);
    };
    return client;
  }
}

/** An internal error passes while a server takes connections, as during a recovery. In a statement it does not. */
const onConnect = (error: Error): Error =>
  codeOf(error) === "XX000" ? Object.assign(asTransient(error.message), { cause: error }) : error;

/** A named statement would be prepared in the session. */
function removeStatementNames(client: pg.PoolClient): void {
  const { query } = client;
  Object.assign(client, {
    query: (first: unknown, ...rest: unknown[]) =>
      Reflect.apply(query, client, [typeof first === "object" ? { ...first, name: undefined } : first, ...rest]),
  });
}

function nestedConnection(): SignalboxError {
  return new SignalboxError(
    "NESTED_CONNECTION",
    "A second database connection was requested inside a transaction, which would wait forever on the embedded database. Use the transaction's own handle (`tx`).",
  );
}
