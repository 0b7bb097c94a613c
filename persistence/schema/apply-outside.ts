/** Applies a migration that Postgres refuses inside a transaction, such as the build of an index beside running writes. */

import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import pg from "pg";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import type { Database, Tx } from "../connection/database.ts";
import { isLockRefused } from "../connection/unavailable.ts";
import type { Migration } from "./read-migrations.ts";
import { untilDone } from "./until-done.ts";

/**
 * Not the lock of the migrations inside a transaction: who waits for that one has an open snapshot, and a concurrent build waits for
 * the end of every snapshot that is older than itself.
 */
const LOCK = "hashtextextended('signalbox migrate outside', 0)";

const LOOK_MS = 200;

/** A part of a large table that is changed keeps its rows locked while it waits for one that somebody else has. */
const ROWS_TIMEOUT = "300ms";
const RETRIES = {
  ...{ retries: 120, minTimeout: 200, maxTimeout: 2_000 },
  shouldRetry: ({ error }: { readonly error: Error }) => isLockRefused(error),
};

export interface Bookkeeping {
  isApplied(tx: Tx): Promise<boolean>;
  record(tx: Tx): Promise<void>;
}

/** False: another process has applied it. One that was interrupted is applied again, so its statements must bear repeating. */
export async function applyOutside(database: Database, migration: Migration, book: Bookkeeping): Promise<boolean> {
  for (;;) {
    const outcome = await database.transaction(
      async (tx) => {
        await tx.query("set local idle_in_transaction_session_timeout = 0");
        const [lock] = await tx.query<{ taken: boolean }>(`select pg_try_advisory_xact_lock(${LOCK}) as taken`);
        if (await book.isApplied(tx)) return "earlier";
        if (!lock?.taken) return "busy";
        // a statement with parameters keeps its snapshot until the next one, and the build would wait for it
        await tx.query("select 1");
        await run(database, migration);
        await book.record(tx);
        return "now";
      },
      { mayTakeLong: true },
    );
    if (outcome !== "busy") return outcome === "now";
    await sleep(LOOK_MS);
  }
}

/** On a connection of its own: the pool's have a time limit, and the one with the lock is inside a transaction. */
async function run({ pool, directUrl }: Database, { path, outside = [] }: Migration): Promise<void> {
  const client = new pg.Client({ ...pool.options, connectionString: directUrl, query_timeout: 0 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("set statement_timeout = 0");
    for (const statement of outside) {
      await client.query(`set lock_timeout = '${/^(update|with)\b/i.test(statement) ? ROWS_TIMEOUT : 0}'`);
      await untilDone(() => pRetry(async () => (await client.query(statement)).rows, RETRIES));
    }
  } catch (cause) {
    const reason = messageOf(cause);
    throw new SignalboxError("MIGRATION_FAILED", `Migration ${path}: ${reason}. It is applied again at the next start.`, { cause, path });
  } finally {
    await client.end().catch(() => {});
  }
}
