/** The queue of runs: pg-boss through its public API, in the same database. A job is only a hint; runs and leases are the truth. */
import pRetry from "p-retry";
import type { PgBoss } from "pg-boss";
import type { Logger } from "../language/registry/context.ts";
import type { Database, Tx } from "./connection/database.ts";
import { quoted } from "./connection/schemas.ts";
import { codeOf } from "./connection/unavailable.ts";
import type { QueuePosition } from "./statements/threads/rows.ts";
import { DEFAULT_TENANT } from "./tenancy/tenant-tables.ts";

const QUEUE = "runs";

/** What pg-boss creates in its schema. */
export const QUEUE_TABLES = [
  "bam",
  "job",
  "job_common",
  "job_dependency",
  "queue",
  "queue_stats",
  "schedule",
  "subscription",
  "version",
  "warning",
];

/** One run at a time per thread, in order. The queue's retries are unlimited: `runs.starts` limits them. */
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
  /** Undefined: an earlier program has sent it. */
  readonly thread: string | undefined;
}

export interface RunToSend {
  readonly id: string;
  readonly threadId: string;
  readonly position: QueuePosition;
  /** The job's id, if it has one already. */
  readonly job?: string;
}

export interface RunQueue {
  /** The job exists if and only if the transaction commits. Resolves to its id. */
  send(tx: Tx, run: RunToSend): Promise<string>;
  /** At most `count` jobs, the most urgent first. They are ours until completed, failed, or not touched for 10 s. `perTenant` limits one tenant's jobs in all processes together. */
  fetch(count: number, perTenant?: number): Promise<QueuedRun[]>;
  /** Frees the thread for its next job. Only in the transaction that verified the lease: pg-boss does not know owners. */
  complete(tx: Tx, job: string): Promise<void>;
  /** The same without a lease: for a job whose run has already ended. */
  discard(job: string): Promise<void>;
  /** Makes the job available again at once. Only in the transaction that took the lease from its owner. */
  requeue(tx: Tx, job: string): Promise<void>;
  /** Makes the job available again after a pause: its owner is alive, or this process may not run it. */
  postpone(job: string, pauseSeconds: number): Promise<void>;
  /** The same in the transaction that has released the lease. */
  pause(tx: Tx, job: string, pauseMs: number): Promise<void>;
  /** Keeps the jobs from being fetched again. */
  touch(jobs: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Safe to call by many processes at once. */
export async function openQueue(database: Database, log?: Logger): Promise<RunQueue> {
  const boss = await bossOn(database);
  boss.on("error", (error) => log?.warn("queue", { reason: error.message }));
  boss.on("warning", ({ message, data }) => log?.warn("queue", { reason: message, ...data }));
  await pRetry(() => boss.start(), { retries: 5, minTimeout: 50, shouldRetry: ({ error }) => isConcurrentCreation(error) });
  await boss.createQueue(QUEUE, OPTIONS);
  // Fills pg-boss's cache of queues. With an empty cache, send would need a second connection inside its transaction.
  await boss.getBlockedKeys(QUEUE);
  return queueOf(boss, database);
}

/** Two processes started on an empty database at the same time: "create if not exists" fails in the second one, and succeeds when repeated. */
const isConcurrentCreation = (error: Error): boolean => ["23505", "42P06", "42P07", "42710"].includes(codeOf(error));

async function bossOn(database: Database): Promise<PgBoss> {
  const boss = await import("pg-boss");
  return new boss.PgBoss({
    // A failing statement must not leave its transaction open: on PGlite the pool rolls it back, with Postgres it drops the connection.
    db: { executeSql: (text, values) => database.pool.query(text, values) },
    backend: database.kind,
    // its own names need no quotes, a schema's may
    schema: quoted(database.schemas.queue),
    createSchema: database.schemas.queue !== database.schemas.own,
    schedule: false,
    supervise: true,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
}

function queueOf(boss: PgBoss, database: Database): RunQueue {
  return {
    async send(tx, { id, threadId, position: { tenant, priority }, job: jobId }) {
      const group = tenant === DEFAULT_TENANT ? {} : { group: { id: tenant } };
      const job = await boss.send(
        QUEUE,
        { run: id, thread: threadId },
        { ...(jobId && { id: jobId }), singletonKey: threadId, priority, ...group, db: tx },
      );
      if (!job) throw new Error(`The queue accepted no job for run ${id} of thread ${threadId}.`);
      return job;
    },
    async fetch(count, perTenant) {
      const limit = perTenant === undefined ? {} : { groupConcurrency: perTenant };
      const jobs = await boss.fetch<Omit<QueuedRun, "job">>(QUEUE, { batchSize: count, ...limit });
      return jobs.map(({ id, data }) => ({ job: id, run: data.run, thread: data.thread }));
    },
    async complete(tx, job) {
      await boss.complete(QUEUE, job, null, { db: tx, includeQueued: true });
    },
    async discard(job) {
      await boss.complete(QUEUE, job, null, { includeQueued: true });
    },
    async requeue(tx, job) {
      await boss.fail(QUEUE, job, { reason: "handed over" }, { db: tx });
    },
    async postpone(job, pauseSeconds) {
      await database.transaction(async (tx) => {
        await boss.fail(QUEUE, job, { reason: "its owner lives" }, { db: tx });
        await boss.update(QUEUE, undefined, { id: job, startAfter: pauseSeconds, db: tx });
      });
    },
    async pause(tx, job, pauseMs) {
      await boss.fail(QUEUE, job, { reason: "its worker lacks the code" }, { db: tx });
      await boss.update(QUEUE, undefined, { id: job, startAfter: pauseMs / 1_000, db: tx });
    },
    async touch(jobs) {
      if (jobs.length > 0) await boss.touch(QUEUE, [...jobs]);
    },
    stop: () => boss.stop({ graceful: false }),
  };
}
