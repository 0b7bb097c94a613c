/** Whether all programs on the database read what this one stores. An earlier one cannot start any more, but may still be at work. */
import type { Sql } from "../../language/registry/context.ts";
import type { Database } from "../connection/database.ts";

/** What a worker's program reads, as its row says: 1 is lists that are stored as changes, and threads whose rows leave long lists out. */
export const FORMATS = 1;

/** For so long a worker that says nothing may come back: a process that was frozen, or cut off. */
const SILENT_MS = 60_000;

/** For so long an answer holds. */
const HOLDS_MS = 5_000;

export class EarlierPrograms {
  readonly #database: Database;
  #askedAt = Number.NEGATIVE_INFINITY;
  #areGone = Promise.resolve(false);

  constructor(database: Database) {
    this.#database = database;
  }

  /** False too if the database does not answer. The embedded one has a single process. */
  areGone(): Promise<boolean> {
    if (this.#database.kind === "pglite") return Promise.resolve(true);
    const now = performance.now();
    if (now - this.#askedAt > HOLDS_MS) {
      this.#askedAt = now;
      this.#areGone = hasEarlierWorker(this.#database.sql).then(
        (found) => !found,
        () => false,
      );
    }
    return this.#areGone;
  }
}

/** Whether a worker is there whose program is of before. */
async function hasEarlierWorker(sql: Sql): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from signalbox.workers where formats < $1 and died_at is null and seen > clock_timestamp() - $2 * interval '1 millisecond' limit 1`,
    [FORMATS, SILENT_MS],
  );
  return rows.length > 0;
}
