/** One transaction on one client of the pool. */
import type pg from "pg";
import type { TransactionOptions, Tx } from "./database.ts";
import { retryTransient } from "./retry-transient.ts";
import type { SharedPool } from "./shared-pool.ts";
import { isUnavailable, sayUnavailable } from "./unavailable.ts";

/** The longest timer there is: pg reads 0 as "not said". */
const NO_LIMIT_MS = 2_147_483_647;

export async function transaction<T>(
  pool: SharedPool,
  work: (tx: Tx) => Promise<T>,
  { mayTakeLong = false }: TransactionOptions = {},
): Promise<T> {
  const client = await retryTransient(() => pool.connect());
  const hold = { open: true };
  let broken: Error | undefined;
  try {
    await sayUnavailable(() => client.query(mayTakeLong ? `${pool.begin}; set local statement_timeout = 0` : pool.begin));
    const limit = mayTakeLong ? { query_timeout: NO_LIMIT_MS } : {};
    const result = await pool.holding(hold, () => work(handleOf(client, hold, limit)));
    hold.open = false;
    await commit(client);
    return result;
  } catch (error) {
    hold.open = false;
    if (isUnavailable(error))
      broken = error as Error; // its connection goes, and the transaction with it
    else
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Postgres answers the commit of a failed transaction with a rollback and no error: work that hid a failure would be lost. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await sayUnavailable(() => client.query("commit"));
  if (command === "ROLLBACK")
    throw new Error(
      "A statement of this transaction failed and its error was caught, so Postgres rolled everything back. Let the error leave the transaction.",
    );
}

function handleOf(client: pg.PoolClient, hold: { open: boolean }, limit: { readonly query_timeout?: number }): Tx {
  const run = async (text: string, values?: readonly unknown[]) => {
    if (!hold.open) throw new Error(`This transaction is over; its handle cannot run: ${text.slice(0, 80)}`);
    return sayUnavailable(() => client.query({ text, values: values as unknown[], ...limit }));
  };
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) => (await run(text, values)).rows as Row[],
    executeSql: run,
  };
}
