/** Measures how much tenants store, from time to time: what has changed in this process, and once everything, for threads of before and of processes that died. */

import type { Database } from "../../persistence/connection/database.ts";
import { measureThreads, threadsAfter } from "../../persistence/statements/limits/measure-threads.ts";
import { lockTenantStorage, measureStore, recordThreads } from "../../persistence/statements/limits/record-storage.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";

/** In one statement. */
const TOGETHER = 200;
/** So many statements each time for what has not been looked at yet. */
const MOST_OLD = 20;

export class StoredBytes {
  readonly #database: Database;
  readonly #changed = new Set<string>();
  readonly #knownStores = new Set<string>();
  /** Up to this thread everything was measured since the process began; undefined: all was. */
  #lookedAt: string | undefined = "";

  constructor(database: Database) {
    this.#database = database;
  }

  changed(threadId: string): void {
    this.#changed.add(threadId);
  }

  /** `underWay`: threads that runs write to at this moment. */
  async measure(underWay: Iterable<string> = []): Promise<void> {
    const threads = [...new Set([...this.#changed, ...underWay])];
    for (let from = 0; from < threads.length; from += TOGETHER) {
      const some = threads.slice(from, from + TOGETHER);
      await this.#measure(some);
      for (const id of some) this.#changed.delete(id);
    }
    for (let count = 0; count < MOST_OLD && this.#lookedAt !== undefined; count++) {
      const some = await threadsAfter(this.#database.sql, this.#lookedAt, TOGETHER);
      await this.#measure(some);
      this.#lookedAt = some.at(-1);
    }
  }

  async #measure(threadIds: readonly string[]): Promise<void> {
    const measured = await measureThreads(this.#database.sql, threadIds);
    for (const [tenant, threads] of Map.groupBy(measured, (thread) => thread.tenant)) {
      await forEngine(this.#database, tenant).transaction(async (tx) => {
        await lockTenantStorage(tx);
        if (!this.#knownStores.has(tenant)) await measureStore(tx);
        await recordThreads(tx, threads);
      });
      this.#knownStores.add(tenant);
    }
  }
}
