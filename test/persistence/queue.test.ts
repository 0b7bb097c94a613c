/** The queue of runs on both databases: one job per thread, in order, tied to its transaction. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { openQueue, type QueuedRun, type RunQueue } from "../../persistence/queue.ts";
import { describeOnBoth } from "../support/databases.ts";

const position = { tenant: "default", priority: 0 };

async function queueOn(database: Database): Promise<RunQueue> {
  const queue = await openQueue(database);
  onTestFinished(() => queue.stop());
  return queue;
}

const runs = (jobs: QueuedRun[]) => jobs.map(({ run }) => run);

describeOnBoth("queue", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.sql.query("delete from signalbox.job");
  });

  it("accepts a job inside a transaction directly after its start", async () => {
    const queue = await queueOn(database);
    const job = await database.transaction((tx) => queue.send(tx, { id: "run-1", threadId: "t", position }));
    expect(await queue.fetch(5)).toEqual([{ job, run: "run-1", thread: "t" }]);
  });

  it("has no job from a transaction that rolls back", async () => {
    const queue = await queueOn(database);
    const failing = database.transaction(async (tx) => {
      await queue.send(tx, { id: "run-1", threadId: "t", position });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await queue.fetch(5)).toEqual([]);
  });

  it("hands out one job per thread, in order, and the next when it is complete", async () => {
    const queue = await queueOn(database);
    for (const [id, thread] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b1", "b"],
    ] as const)
      await database.transaction((tx) => queue.send(tx, { id, threadId: thread, position }));
    const jobs = await queue.fetch(5);
    expect(runs(jobs).sort()).toEqual(["a1", "b1"]);
    expect(await queue.fetch(5)).toEqual([]);
    const [a1 = { job: "" }] = jobs.filter(({ run }) => run === "a1");
    await queue.touch(jobs.map(({ job }) => job));
    await database.transaction((tx) => queue.complete(tx, a1.job));
    expect(runs(await queue.fetch(5))).toEqual(["a2"]);
  });

  it("requeues a job at once and postpones one, always before the thread's next", async () => {
    const queue = await queueOn(database);
    const job = await database.transaction((tx) => queue.send(tx, { id: "a1", threadId: "a", position }));
    await database.transaction((tx) => queue.send(tx, { id: "a2", threadId: "a", position }));
    expect(runs(await queue.fetch(5))).toEqual(["a1"]);
    await database.transaction((tx) => queue.requeue(tx, job));
    expect(runs(await queue.fetch(5))).toEqual(["a1"]);
    await queue.postpone(job, 1);
    const later: QueuedRun[] = [];
    while (later.length === 0) {
      later.push(...(await queue.fetch(5)));
      await sleep(20);
    }
    expect(runs(later)).toEqual(["a1"]);
    await queue.discard(job);
    expect(runs(await queue.fetch(5))).toEqual(["a2"]);
  });

  it("survives a failing statement, and does not affect an open transaction", async () => {
    const queue = await queueOn(database);
    await database.sql.query("create table notes (i int)");
    const begun = Promise.withResolvers<void>();
    const proceed = Promise.withResolvers<void>();
    const committing = database.transaction(async (tx) => {
      await tx.query("insert into notes values (1)");
      await queue.send(tx, { id: "run-1", threadId: "t", position });
      begun.resolve();
      await proceed.promise;
      await tx.query("insert into notes values (2)");
    });
    await begun.promise;
    // As pg-boss does when one of its maintenance statements fails, with and without a transaction.
    const failing = Promise.allSettled([
      database.pool.query("begin; select 1 / 0; commit"),
      queue.discard("not a uuid"),
      database.sql.query("select 1 / 0"),
    ]);
    proceed.resolve();
    await committing;
    expect((await failing).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await database.sql.query("select i from notes order by i")).toEqual([{ i: 1 }, { i: 2 }]);
    expect(runs(await queue.fetch(5))).toEqual(["run-1"]);
  });
});
