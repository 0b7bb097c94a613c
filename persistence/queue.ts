/** The queue of runs: pg-boss by its public API, in the same database. A job is a hint; the truth is in runs and leases. */
import pRetry from "p-retry";
import { PgBoss } from "pg-boss";
import type { Logger } from "../language/registry/context.ts";
import type { Database, Tx } from "./connection/database.ts";
import { findPlace } from "./statements/threads/find-place.ts";

const QUEUE = "runs";

/** One run at a time for each thread, in order. Retries have no limit: `runs.starts` bounds them. */
const OPTIONS = {
  policy: "key_strict_fifo",
  retryLimit: 1_000_000,
  retryDelay: 0,
  heartbeatSeconds: 10,
  expireInSeconds: 86_400,
  deleteAfterSeconds: 3_600,
  notify: false,
} as const;

export interface QueuedRun {
  readonly job: string;
  readonly run: string;
}

export interface RunQueue {
  /** The job exists if and only if the transaction commits. Its tenant and priority are its thread's. Resolves to the job's id. */
  send(tx: Tx, run: { readonly id: string; readonly thread: string }): Promise<string>;
  /** At most `count` jobs, the most urgent first, now ours until completed, failed, or not touched for 10 s. `perTenant`: no more of one tenant at once, here and elsewhere. */
  fetch(count: number, perTenant?: number): Promise<QueuedRun[]>;
  /** Frees the thread for its next job. Only in the transaction that won the lease: pg-boss does not know owners. */
  complete(tx: Tx, job: string): Promise<void>;
  /** The same without a lease: for a job whose run is over already. */
  discard(job: string): Promise<void>;
  /** Somebody shall fetch the job again, at once. Only in the transaction that took the lease away from its owner. */
  handOver(tx: Tx, job: string): Promise<void>;
  /** Fetched by mistake, its owner lives: it comes again after a pause. */
  putBack(job: string, pauseSeconds: number): Promise<void>;
  /** Keeps jobs from being handed out again. */
  touch(jobs: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Safe to call by many processes at once. */
export async function openQueue(database: Database, log?: Logger): Promise<RunQueue> {
  const boss = bossOn(database);
  boss.on("error", (error) => log?.warn("queue", { reason: error.message }));
  await pRetry(() => boss.start(), { retries: 5, minTimeout: 50, shouldRetry: ({ error }) => isMadeAtOnce(error) });
  await boss.createQueue(QUEUE, OPTIONS);
  // Fills pg-boss's cache of queues. A send that finds it empty asks for a second connection inside its transaction.
  await boss.getBlockedKeys(QUEUE);
  return queueOf(boss, database);
}

/** Two processes began on an empty database at one instant: "create if not exists" fails in the second, and finds everything when tried again. */
const isMadeAtOnce = (error: Error): boolean => "code" in error && ["23505", "42P06", "42P07", "42710"].includes(String(error.code));

function bossOn(database: Database): PgBoss {
  return new PgBoss({
    // A failing statement must not leave its transaction behind: on PGlite the pool rolls it back, with Postgres it drops the connection.
    db: { executeSql: (text, values) => database.pool.query(text, values) },
    backend: database.kind,
    schema: "signalbox_queue",
    schedule: false,
    supervise: true,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
}

function queueOf(boss: PgBoss, database: Database): RunQueue {
  return {
    async send(tx, { id, thread }) {
      const { tenant = null, priority = 0 } = (await findPlace(tx, thread)) ?? {};
      const job = await boss.send(QUEUE, { run: id }, { singletonKey: thread, priority, ...(tenant && { group: { id: tenant } }), db: tx });
      if (!job) throw new Error(`The queue took no job for run ${id} of thread ${thread}.`);
      return job;
    },
    async fetch(count, perTenant) {
      const limit = perTenant === undefined ? {} : { groupConcurrency: perTenant };
      const jobs = await boss.fetch<{ run: string }>(QUEUE, { batchSize: count, ...limit });
      return jobs.map(({ id, data }) => ({ job: id, run: data.run }));
    },
    async complete(tx, job) {
      await boss.complete(QUEUE, job, null, { db: tx, includeQueued: true });
    },
    async discard(job) {
      await boss.complete(QUEUE, job, null, { includeQueued: true });
    },
    async handOver(tx, job) {
      await boss.fail(QUEUE, job, { reason: "handed over" }, { db: tx });
    },
    async putBack(job, pauseSeconds) {
      await database.transaction(async (tx) => {
        await boss.fail(QUEUE, job, { reason: "its owner lives" }, { db: tx });
        await boss.update(QUEUE, undefined, { id: job, startAfter: pauseSeconds, db: tx });
      });
    },
    async touch(jobs) {
      if (jobs.length > 0) await boss.touch(QUEUE, [...jobs]);
    },
    stop: () => boss.stop({ graceful: false }),
  };
}
