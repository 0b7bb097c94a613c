/** Applies migrations inside transactions, under a lock that keeps other processes' migrations out. */
import pRetry from "p-retry";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import type { Database, Tx } from "../connection/database.ts";
import { isLockRefused } from "../connection/unavailable.ts";
import { dropHelpingIndex, hasHelpingIndex } from "./beside-writes/helping-index.ts";
import { takeLocks } from "./beside-writes/take-locks.ts";
import { BOOK_COLUMNS, type MigrationSet, pendingOf, record } from "./bookkeeping.ts";
import { createSchema, createTable } from "./create-schema.ts";
import type { Migration } from "./read-migrations.ts";
import { findTransactionControl } from "./transaction-control.ts";
import { untilDone } from "./until-done.ts";

/** The name of the advisory lock, which each database has for itself. */
const LOCK = "hashtextextended('signalbox migrate', 0)";

/** A migration that waits for a table keeps everybody else waiting behind it: it gives up soon, and tries again, for several minutes. */
const LOCK_TIMEOUT = "3s";
const LOCK_RETRIES = { retries: 120, minTimeout: 500, maxTimeout: 2_000 };

export interface Course {
  /** Runs first in each transaction. */
  readonly before: (tx: Tx) => Promise<void>;
  /** This call has begun with an empty database, which nobody else uses yet. */
  readonly isNew: boolean;
  /** The migrations whose helping index is there. */
  readonly helped: ReadonlySet<string>;
}

export interface Applied {
  /** The names of those that this call applied. */
  readonly applied: readonly string[];
  /** The next one, if it may not run inside a transaction. */
  readonly outside?: Migration;
  /** The next one, if it needs its index first. */
  readonly unhelped?: Migration;
  /** None is left. */
  readonly isDone: boolean;
}

/** In one transaction: up to the next migration that may not run inside one, or the next one alone. The embedded database runs all of them inside. */
export function applyInside(database: Database, source: MigrationSet, { before, isNew, helped }: Course): Promise<Applied> {
  const isPostgres = database.kind === "postgres";
  const apply = async (tx: Tx): Promise<Applied> => {
    await tx.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await createSchema(tx, database.schemas.own);
    await createTable(tx, "signalbox.signalbox_migrations", BOOK_COLUMNS);
    await before(tx);
    const applied: string[] = [];
    const pending = await pendingOf(tx, source);
    for (const migration of pending) refuseTransactionControl(migration);
    const isLive = isPostgres && source.oneByOne && !isNew && pending.length < source.migrations.length;
    for (const migration of pending) {
      const { name } = migration;
      if (migration.outside && isPostgres) return { applied, outside: migration, isDone: false };
      if (isLive && hasHelpingIndex(name) && !helped.has(name)) return { applied, unhelped: migration, isDone: false };
      if (isLive) await beBrief(tx, migration);
      await run(tx, migration);
      if (isLive) await dropHelpingIndex(tx, name);
      await record(tx, source, migration);
      applied.push(name);
      if (isLive) break;
    }
    return { applied, isDone: applied.length === pending.length };
  };
  return pRetry(() => underMigrationLock(database, apply), { ...LOCK_RETRIES, shouldRetry: ({ error }) => isLockRefused(error) });
}

/** In a transaction that no other process's migrations run beside. */
export const underMigrationLock = <T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.transaction(
    async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
      return work(tx);
    },
    { mayTakeLong: true },
  );

/** Others are at work: the locks together, and no table is read from end to end while they are held, whatever older statistics suggest. */
async function beBrief(tx: Tx, migration: Migration): Promise<void> {
  await takeLocks(tx, migration);
  await tx.query("set local enable_seqscan = off");
}

/** Without parameters, so that a file may contain several statements. */
async function run(tx: Tx, { sql, text = sql, path, outside }: Migration): Promise<void> {
  try {
    if (!outside) await tx.executeSql(text);
    for (const statement of outside ?? [])
      await untilDone(async () => (await tx.executeSql(statement.replaceAll(/\bconcurrently\b/gi, ""))).rows);
  } catch (cause) {
    const position = cause instanceof Error && "position" in cause ? Number(cause.position) : 0;
    const line = position > 0 ? `, line ${text.slice(0, position).split("\n").length}` : "";
    const reason = messageOf(cause);
    throw new SignalboxError("MIGRATION_FAILED", `Migration ${path}${line}: ${reason}. Nothing was applied; correct the file.`, {
      cause,
      path,
    });
  }
}

/** With a commit of its own a file would be half applied when a later statement fails. */
function refuseTransactionControl({ sql, path }: Migration): void {
  const found = findTransactionControl(sql);
  if (!found) return;
  const message = `Migration ${path}, line ${found.line}: remove "${found.text}". Migrations run in a transaction of their own, so that a file is applied completely or not at all. Nothing was applied.`;
  throw new SignalboxError("MIGRATION_FAILED", message, { path, line: found.line });
}
