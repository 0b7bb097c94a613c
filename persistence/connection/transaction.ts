/** One transaction on one client of the pool. */
import type pg from "pg";
import type { TransactionOptions, Tx } from "./database.ts";
import type { SharedPool } from "./shared-pool.ts";
import { actAsTenant } from "./tenant-role.ts";
import { asUnavailable, isUnavailable, mapUnavailable, retryTransient } from "./unavailable.ts";

/** The longest timer of Node: pg reads 0 as "not set". */
const NO_LIMIT_MS = 2_147_483_647;

/** It waits for a synchronous standby, which may be gone. Whoever asked must hear within the time of one statement. */
const COMMIT_TIMEOUT_MS = 10_000;

interface Place {
  readonly pool: SharedPool;
  readonly qualify: (text: string) => string;
}

export async function transaction<T>(
  { pool, qualify }: Place,
  work: (tx: Tx) => Promise<T>,
  { mayTakeLong = false, tenant }: TransactionOptions = {},
): Promise<T> {
  const client = await retryTransient(() => pool.connect());
  const hold = { open: true };
  let isBroken = false;
  let ended: Error | undefined;
  const onEnd = (error: Error) => {
    // the first one has the reason
    ended ??= error;
  };
  client.on("error", onEnd);
  try {
    const begin = [
      pool.begin,
      ...(mayTakeLong ? ["set local statement_timeout = 0"] : []),
      ...(tenant === undefined ? [] : [actAsTenant(tenant)]),
    ];
    await mapUnavailable(() => client.query(begin.join("; ")));
    const limit = mayTakeLong ? { query_timeout: NO_LIMIT_MS } : {};
    const result = await pool.holding(hold, () => work(handleOf(client, hold, { limit, qualify })));
    hold.open = false;
    await commit(client, {
      query_timeout: mayTakeLong ? NO_LIMIT_MS : Math.min(COMMIT_TIMEOUT_MS, pool.options.query_timeout ?? COMMIT_TIMEOUT_MS),
    });
    return result;
  } catch (error) {
    hold.open = false;
    // closing the connection ends its transaction
    isBroken = isUnavailable(error) || !(await rollBack(client));
    // the driver's next error no longer says why the server ended the session
    throw isBroken && ended && isUnavailable(error) ? asUnavailable(ended) : error;
  } finally {
    client.off("error", onEnd);
    client.release(isBroken);
  }
}

/** Postgres answers the commit of a failed transaction with a rollback and no error: work that swallowed the error would be lost. */
async function commit(client: pg.PoolClient, limit: { readonly query_timeout: number }): Promise<void> {
  const { command } = await mapUnavailable(() => client.query({ text: "commit", ...limit }));
  if (command === "ROLLBACK")
    throw new Error(
      "A statement of this transaction failed and its error was caught, so Postgres rolled everything back. Let the error leave the transaction.",
    );
}

/** False: the connection cannot be used any more. */
async function rollBack(client: pg.PoolClient): Promise<boolean> {
  return client.query("rollback").then(
    () => true,
    () => false,
  );
}

interface Statements {
  readonly limit: { readonly query_timeout?: number };
  readonly qualify: (text: string) => string;
}

function handleOf(client: pg.PoolClient, hold: { open: boolean }, { limit, qualify }: Statements): Tx {
  const run = async (text: string, values: readonly unknown[] = []) => {
    if (!hold.open) throw new Error(`This transaction is over; its handle cannot run: ${text.slice(0, 80)}`);
    return mapUnavailable(() => client.query({ text, values: [...values], ...limit }));
  };
  return {
    query: async (text, values) => (await run(qualify(text), values)).rows,
    executeSql: run,
  };
}
