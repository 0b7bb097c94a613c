/** Group commit on both databases: one statement for all threads, each operation with its own outcome. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { GroupCommit } from "../../../persistence/checkpointer/group-commit/group-commit.ts";
import { lateStartsIn } from "../../../persistence/checkpointer/group-commit/late-starts.ts";
import type { PutOperation, StartOperation, WritesOperation } from "../../../persistence/checkpointer/group-commit/operation.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const put = (threadId: string, checkpointId: string, more: Partial<PutOperation> = {}): PutOperation => ({
  ...{ kind: "put", threadId, epoch: 1, namespace: "", checkpointId, parentId: undefined, checkpoint: "{}", metadata: "{}" },
  ...{
    blobs: [{ channel: "a", version: checkpointId, type: "json", base: undefined, blob: Buffer.from("1") }],
    events: undefined,
    ...more,
  },
});
const writes = (threadId: string, checkpointId: string, more: Partial<WritesOperation> = {}): WritesOperation => ({
  ...{ kind: "writes", threadId, epoch: 1, namespace: "", checkpointId, taskId: "task", taskPath: "", replace: false },
  ...{ writes: [{ index: 0, channel: "a", type: "json", blob: Buffer.from("1") }], ...more },
});
const start = (threadId: string): StartOperation => ({
  ...{ kind: "start", threadId, epoch: 1, ref: crypto.randomUUID(), tenant: "default", run: "run", node: "node", taskId: "task" },
});

const threads = Array.from({ length: 40 }, (_, index) => `t${index}`);

describeOnBoth("group commit", (open, kind) => {
  let database: Database;
  let commits: GroupCommit;
  const store = (operation: PutOperation | WritesOperation | StartOperation) => commits.store(operation.threadId, async () => operation);
  const outcome = (storing: Promise<void>) =>
    storing.then(
      () => "stored",
      (error: { code?: string }) => error.code ?? String(error),
    );
  const stored = async () =>
    (
      await database.sql.query<{ id: string }>("select thread_id || ' ' || checkpoint_id as id from signalbox.checkpoints order by seq")
    ).map(({ id }) => id);

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    commits = new GroupCommit(database);
    await database.sql.query(
      "truncate signalbox.checkpoints, signalbox.checkpoint_blobs, signalbox.checkpoint_writes, signalbox.leases, signalbox.audit",
    );
    await database.sql.query("insert into signalbox.leases (thread, epoch) select unnest($1::text[]), 1", [threads]);
  });
  afterEach(() => vi.restoreAllMocks());

  it("stores the operations of all threads in one statement", async () => {
    const query = vi.spyOn(database.pool, "query");
    await Promise.all(threads.flatMap((thread) => [store(start(thread)), store(writes(thread, "0")), store(put(thread, "1"))]));
    expect(query).toHaveBeenCalledTimes(1);
    expect((await stored()).length).toBe(threads.length);
    const [rows] = await database.sql.query(
      `select (select count(*)::int from signalbox.checkpoint_writes) as writes, (select count(*)::int from signalbox.checkpoint_blobs) as blobs,
         (select count(*)::int from signalbox.audit where what = 'node.started' and epoch = 1) as starts`,
    );
    expect(rows).toEqual({ writes: 40, blobs: 40, starts: 40 });
  });

  const starts = async () => (await database.sql.query("select 1 from signalbox.audit where what = 'node.started'")).length;

  it("stores the start of a node that does not wait for it with what comes next, and shows it to other threads until then", async () => {
    const query = vi.spyOn(database.pool, "query");
    const first = start("t0");
    await commits.startSoon(first);
    expect(lateStartsIn(commits.lateStarts.memory)).toEqual([first]);
    await store(put("t0", "1"));
    expect(query).toHaveBeenCalledTimes(1);
    await until("the memory to be free", async () => lateStartsIn(commits.lateStarts.memory).length === 0);
    await commits.startSoon({ ...start("t1"), node: "ä".repeat(1_000) });
    expect(await starts(), "one that is too long for the memory is on record at once").toBe(2);
  });

  it("stores it alone when nothing comes, or when somebody waits for it, and refuses the writes of a node whose lease has gone", async () => {
    await commits.startSoon(start("t0"));
    await until("its record", async () => (await starts()) === 1);
    await commits.startSoon(start("t1"));
    await commits.settled("t1");
    expect(await starts()).toBe(2);
    await database.sql.query("update signalbox.leases set epoch = 2 where thread = 't2'");
    await commits.startSoon(start("t2"));
    expect(await outcome(store(put("t2", "1")))).toBe("FENCED");
    await commits.settled("t2");
    expect(await starts()).toBe(2);
  });

  it("stores a run's input with the checkpoint behind it: both, in their order, or neither", async () => {
    await store(put("t0", "0"));
    await database.sql.query("select setval('signalbox.checkpoints_seq', 1, false)");
    const query = vi.spyOn(database.pool, "query");
    const both = async (thread: string, parentId: string | undefined, more: Partial<PutOperation> = {}) => {
      const input = await commits.storeSoon(thread, async () => put(thread, "2", { parentId, ...more }));
      return Promise.all([input.stored, store(put(thread, "1", { parentId: "2" }))].map(outcome));
    };
    expect(await both("t0", "0")).toEqual(["stored", "stored"]);
    expect(query).toHaveBeenCalledTimes(1);
    expect(await stored()).toEqual(["t0 0", "t0 2", "t0 1"]);
    expect(await both("t1", "no such one"), "the database went back").toEqual(["FENCED", "FENCED"]);
    await database.sql.query("update signalbox.leases set epoch = 2 where thread = 't2'");
    expect(await both("t2", undefined)).toEqual(["FENCED", "FENCED"]);
    expect((await both("t3", undefined, { metadata: "no JSON" }))[0]).not.toBe("stored");
    expect(await stored()).toHaveLength(3);
  });

  it("stores a run's input alone when nothing comes, or when somebody waits for it", async () => {
    const { stored: alone } = await commits.storeSoon("t0", async () => put("t0", "1"));
    await alone;
    await commits.storeSoon("t1", async () => put("t1", "1"));
    await commits.settled("t1");
    expect(await stored()).toEqual(["t0 1", "t1 1"]);
  });

  it("stores a fan-out of 100 in few statements", async () => {
    await store(put("t0", "1"));
    const query = vi.spyOn(database.pool, "query");
    await Promise.all(Array.from({ length: 100 }, (_, index) => store(writes("t0", "1", { taskId: `task ${index}` }))));
    expect(query.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it("refuses an operation whose lease has gone, and fails one that is bad, each alone", async () => {
    await database.sql.query("update signalbox.leases set epoch = 2 where thread = 't7'");
    const query = vi.spyOn(database.pool, "query");
    const outcomes = await Promise.all(
      threads.map((thread) => {
        if (thread === "t11") return outcome(store(put(thread, "1", { checkpoint: "no JSON" })));
        if (thread === "t12") return outcome(store(put(thread, "a\0b")));
        return outcome(store(put(thread, "1")));
      }),
    );
    expect(Object.fromEntries(outcomes.map((text, index) => [threads[index], text]).filter(([, text]) => text !== "stored"))).toEqual({
      ...{ t7: "FENCED", t11: "22P02", t12: "22021" },
    });
    expect((await stored()).length).toBe(37);
    // by halves: not one statement for each of the 40
    expect(query.mock.calls.length).toBeLessThan(24);
  });

  it("refuses a checkpoint whose parent the database no longer has", async () => {
    await store(put("t0", "1"));
    await store(put("t0", "2", { parentId: "1" }));
    await database.sql.query("delete from signalbox.checkpoints where checkpoint_id = '2'");
    expect(await outcome(store(put("t0", "3", { parentId: "2" })))).toBe("FENCED");
  });

  it.runIf(kind === "postgres")("delays only the thread whose lease is held by another transaction", async () => {
    const begun = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const holding = database.transaction(async (tx) => {
      await tx.query("update signalbox.leases set epoch = epoch + 1 where thread = 't3'");
      begun.resolve();
      await released.promise;
    });
    await begun.promise;
    const held = outcome(store(put("t3", "1")));
    await Promise.all(["t4", "t5"].map((thread) => store(put(thread, "1"))));
    await store(put("t4", "2"));
    expect(await Promise.race([held, sleep(50)])).toBeUndefined();
    released.resolve();
    await holding;
    expect(await held).toBe("FENCED");
    expect((await stored()).sort()).toEqual(["t4 1", "t4 2", "t5 1"]);
  });

  it("keeps the order of a thread, whatever the ids say, and which write replaces the other", async () => {
    const ids = ["5", "4", "3", "2", "1"];
    const replacing = (blob: string) =>
      writes("t0", "5", { replace: true, writes: [{ index: -1, channel: "x", type: "json", blob: Buffer.from(blob) }] });
    await Promise.all([...ids.map((id) => store(put("t0", id))), ...["1", "2", "3"].map((blob) => store(replacing(blob)))]);
    expect(await stored()).toEqual(ids.map((id) => `t0 ${id}`));
    expect(await database.sql.query("select encode(blob, 'escape') as blob from signalbox.checkpoint_writes")).toEqual([{ blob: "3" }]);
  });

  it("sends again what had no answer, and stores nothing twice", async () => {
    const { query } = database.pool;
    let lost = 0;
    vi.spyOn(database.pool, "query").mockImplementation(async (...args: unknown[]) => {
      const answer = await Reflect.apply(query, database.pool, args);
      if (lost++ === 0) throw Object.assign(new Error("cut"), { code: "ECONNRESET" });
      return answer;
    });
    await Promise.all([store(start("t0")), store(writes("t0", "0")), store(put("t0", "1")), store(put("t1", "1"))]);
    expect(lost).toBe(2);
    vi.restoreAllMocks();
    expect((await database.sql.query("select 1 from signalbox.audit where what = 'node.started'")).length).toBe(1);
    expect((await stored()).sort()).toEqual(["t0 1", "t1 1"]);
  });

  it("gives up after some seconds without the database, and goes on when it is back", async () => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout"] });
    const broken = vi.spyOn(database.pool, "query").mockImplementation(async () => {
      throw Object.assign(new Error("gone"), { code: "57P03" });
    });
    const early = outcome(store(put("t0", "1")));
    await vi.advanceTimersByTimeAsync(5_000);
    const late = outcome(store(put("t1", "1")));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await early).toBe("DATABASE_UNAVAILABLE");
    broken.mockRestore();
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect(await late).toBe("stored");
    expect(await stored()).toEqual(["t1 1"]);
  });

  it("serialises no more while much waits for the database", async () => {
    const answered = Promise.withResolvers<void>();
    vi.spyOn(database.pool, "query").mockImplementation(async (...[statement]: unknown[]) => {
      await answered.promise;
      return { rows: (statement as { values: number[][] }).values[1]?.map((n) => ({ n })) };
    });
    const metadata = JSON.stringify({ text: "x".repeat(4 * 1024 * 1024) });
    let serialised = 0;
    const all = threads.map((thread) =>
      commits.store(thread, async () => {
        serialised++;
        return put(thread, "1", { metadata });
      }),
    );
    await until("some are serialised", async () => serialised > 0);
    await sleep(50);
    expect(serialised).toBeLessThanOrEqual(32);
    answered.resolve();
    await Promise.all(all);
    expect(serialised).toBe(threads.length);
  });

  it("is settled once all of its thread is stored, also what nobody waits for and what is still being serialised", async () => {
    const serialised = Promise.withResolvers<void>();
    const order: string[] = [];
    const abandoned = commits.store("t0", async () => {
      await serialised.promise;
      return put("t0", "1");
    });
    abandoned.then(() => order.push("stored"));
    const settled = commits.settled("t0").then(() => order.push("settled"));
    await commits.settled("t1");
    expect(order).toEqual([]);
    serialised.resolve();
    await settled;
    expect(order).toEqual(["stored", "settled"]);
  });

  it("is refused inside a transaction, which it is no part of", async () => {
    expect(await database.transaction(async () => outcome(store(put("t0", "1"))))).toBe("NESTED_CONNECTION");
  });
});
