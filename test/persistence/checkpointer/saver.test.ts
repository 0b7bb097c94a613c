/** FencedSaver on both databases: forks, fencing, questions, and the number of statements. */

import type { RunnableConfig } from "@langchain/core/runnables";
import { Command, END, interrupt, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { type BaseCheckpointSaver, type CheckpointMetadata, emptyCheckpoint, INTERRUPT } from "@langchain/langgraph-checkpoint";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { EPOCH } from "../../../language/terms/run-keys.ts";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import type { Database, Tx } from "../../../persistence/connection/database.ts";
import { fenced } from "../../../persistence/fence.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { untilBlocked } from "../../support/servers/until-blocked.ts";

const State = new StateSchema({ note: z.string().default(""), rounds: z.number().default(0) });
const metadata: CheckpointMetadata = { source: "loop", step: 1, parents: {} };

/** Runs `first` and `second` three times, asks, then ends; each node adds its letter to the note. */
function loopGraph(checkpointer: BaseCheckpointSaver, inFirst: () => Promise<void> = async () => {}) {
  return new StateGraph(State)
    .addNode("first", async (state) => {
      await inFirst();
      return { note: `${state.note}a`, rounds: state.rounds + 1 };
    })
    .addNode("second", async (state) => ({ note: `${state.note}b` }))
    .addNode("ask", async (state) => ({ note: `${state.note}${interrupt("well?")}` }))
    .addEdge(START, "first")
    .addEdge("first", "second")
    .addConditionalEdges("second", (state) => (state.rounds % 3 === 0 ? "ask" : "first"), ["ask", "first"])
    .addConditionalEdges("ask", (state) => (state.rounds < 6 ? "first" : END), ["first", END])
    .compile({ checkpointer });
}

const lease = (database: Database, thread: string, epoch: number) =>
  database.sql.query("insert into signalbox.leases (thread, epoch) values ($1, $2) on conflict (thread) do update set epoch = $2", [
    thread,
    epoch,
  ]);

const rowsOf = (database: Database) =>
  database.sql.query(
    "select (select count(*)::int from signalbox.checkpoints) as checkpoints, (select count(*)::int from signalbox.checkpoint_blobs) as blobs, (select count(*)::int from signalbox.checkpoint_writes) as writes",
  );

/** A transaction that has done `work` and stays open until released. */
async function holdOpen(database: Database, work: (tx: Tx) => Promise<unknown>) {
  const begun = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holding = database.transaction(async (tx) => {
    await work(tx);
    begun.resolve();
    await released;
  });
  await begun.promise;
  return { holding, release };
}

const on = (thread_id: string, more: object = {}): RunnableConfig => ({ configurable: { thread_id, ...more } });

describeOnBoth("FencedSaver", (open, kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.sql.query("truncate signalbox.checkpoints, signalbox.checkpoint_blobs, signalbox.checkpoint_writes, signalbox.leases");
  });
  afterEach(() => vi.restoreAllMocks());

  it("gives each fork its own values (langgraphjs #1812)", async () => {
    const graph = loopGraph(new FencedSaver(database));
    await graph.invoke({ note: "" }, { ...on("t"), durability: "sync" });
    const history = [];
    for await (const state of graph.getStateHistory(on("t"))) history.push(state);
    const forkable = history.filter(({ next }) => next.length > 0 && next[0] !== "__start__");
    const forks = [];
    for (const [index, { config }] of forkable.entries()) forks.push(await graph.updateState(config, { note: `fork ${index} ` }));
    for (const fork of forks) await graph.invoke(null, { ...fork, durability: "sync" });
    for (const [index, fork] of forks.entries()) expect((await graph.getState(fork)).values.note).toBe(`fork ${index} `);
    for (const { config, values } of history) expect((await graph.getState(config)).values).toEqual(values);
  });

  it("stores a run's input with its first checkpoint, which says why if the input could not be stored", async () => {
    await lease(database, "t", 1);
    const graph = loopGraph(new FencedSaver(database));
    const run = () => graph.invoke({ note: "" }, { ...on("t", { [EPOCH]: 1 }), durability: "sync" });
    const { query } = database.pool;
    let failing = 2;
    const passOn = (...args: unknown[]) =>
      JSON.stringify(args[0]).includes("with asked") && failing-- > 0
        ? Promise.reject(new Error("no such thing"))
        : Reflect.apply(query, database.pool, args);
    vi.spyOn(database.pool, "query").mockImplementation(passOn);
    await expect(run()).rejects.toThrow("no such thing");
    expect(await rowsOf(database)).toMatchObject([{ checkpoints: 0 }]);
    await run();
    const steps = await database.sql.query("select (metadata->>'step')::int as step from signalbox.checkpoints order by seq");
    expect(steps).toEqual([-1, 0, 1, 2, 3, 4, 5, 6].map((step) => ({ step })));
  });

  it("continues a thread that LangGraph's own saver started with integer versions", async () => {
    const finish = async (thread: string, begun: BaseCheckpointSaver) => {
      await loopGraph(begun).invoke({ note: "" }, { ...on(thread), durability: "sync" });
      const graph = loopGraph(new FencedSaver(database));
      await graph.invoke(new Command({ resume: "!" }), { ...on(thread), durability: "sync" });
      return graph.invoke(new Command({ resume: "?" }), { ...on(thread), durability: "sync" });
    };
    const expected = { note: "ababab!ababab?", rounds: 6 };
    expect(await finish("new", new FencedSaver(database))).toEqual(expected);
    expect(await finish("old", new PostgresSaver(database.pool, undefined, { schema: database.schemas.checkpoints }))).toEqual(expected);
  });

  it("refuses every write of a worker that lost the thread, and changes nothing", async () => {
    const saver = new FencedSaver(database);
    await lease(database, "t", 7);
    const values = { ...emptyCheckpoint(), channel_values: { a: 1 } };
    const saved = await saver.put(on("t", { [EPOCH]: 7 }), values, metadata, { a: 1 });
    await saver.putWrites(on("t", { ...saved.configurable, [EPOCH]: 7 }), [["a", 2]], "task");
    const before = await rowsOf(database);
    await lease(database, "t", 8);
    const late = on("t", { ...saved.configurable, [EPOCH]: 7 });
    await expect(saver.put(late, { ...values, id: "later" }, metadata, { a: 2 })).rejects.toMatchObject({
      code: "FENCED",
      facts: { thread: "t", epoch: 7 },
    });
    await expect(saver.putWrites(late, [["a", 3]], "task 2")).rejects.toMatchObject({ code: "FENCED" });
    await expect(saver.putWrites(late, [[INTERRUPT, 3]], "task")).rejects.toMatchObject({ code: "FENCED" });
    await expect(saver.put(on("unowned", { [EPOCH]: 1 }), values, metadata, {})).rejects.toMatchObject({ code: "FENCED" });
    expect(await rowsOf(database)).toEqual(before);
  });

  it("refuses a writer whose epoch came back with another token, because the database went back", async () => {
    const saver = new FencedSaver(database);
    await database.sql.query("insert into signalbox.leases (thread, epoch, token) values ('again', 1, 'new')");
    await expect(saver.put(on("again", { [EPOCH]: "1:old" }), emptyCheckpoint(), metadata, {})).rejects.toMatchObject({ code: "FENCED" });
    await expect(saver.put(on("again", { [EPOCH]: 1 }), emptyCheckpoint(), metadata, {})).rejects.toMatchObject({ code: "FENCED" });
    await saver.put(on("again", { [EPOCH]: "1:new" }), emptyCheckpoint(), metadata, {});
  });

  it("ends a run whose lease moved to another worker while it worked", async () => {
    await lease(database, "t", 1);
    const graph = loopGraph(new FencedSaver(database), async () => void (await lease(database, "t", 2)));
    await expect(graph.invoke({ note: "" }, { ...on("t", { [EPOCH]: 1 }), durability: "sync" })).rejects.toMatchObject({ code: "FENCED" });
  });

  it("keeps all questions of a task, and only those that it asked last", async () => {
    const saver = new FencedSaver(database);
    const saved = await saver.put(on("t"), emptyCheckpoint(), metadata, {});
    const asked = async (...questions: string[]) => {
      await saver.putWrites(
        saved,
        questions.map((question) => [INTERRUPT, question]),
        "task",
      );
      return (await saver.getTuple(saved))?.pendingWrites?.map(([, , question]) => question);
    };
    expect(await asked("one", "two", "three")).toEqual(["one", "two", "three"]);
    expect(await asked("two", "three")).toEqual(["two", "three"]);
    expect(await asked("three")).toEqual(["three"]);
  });

  it("sends one statement for a checkpoint and one for a task's writes", async () => {
    const saver = new FencedSaver(database);
    const query = vi.spyOn(database.pool, "query");
    const connect = vi.spyOn(database.pool, "connect");
    const versions = { a: saver.getNextVersion(undefined), b: saver.getNextVersion(undefined) };
    const saved = await saver.put(
      on("t"),
      { ...emptyCheckpoint(), channel_values: { a: 1, b: 2 }, channel_versions: versions },
      metadata,
      versions,
    );
    expect(query).toHaveBeenCalledTimes(1);
    await saver.putWrites(
      saved,
      [
        ["a", 2],
        ["b", 3],
      ],
      "task",
    );
    expect(query).toHaveBeenCalledTimes(2);
    expect(connect).toHaveBeenCalledTimes(2); // by pool.query itself
    expect((await saver.getTuple(saved))?.checkpoint.channel_values).toEqual({ a: 1, b: 2 });
  });

  it.runIf(kind === "postgres")("waits for a hand-over that has started, then refuses the write", async () => {
    await lease(database, "t", 1);
    const { holding, release } = await holdOpen(database, (tx) =>
      tx.query("update signalbox.leases set epoch = epoch + 1 where thread = 't'"),
    );
    const writing = new FencedSaver(database).put(on("t", { [EPOCH]: 1 }), emptyCheckpoint(), metadata, {});
    const refused = expect(writing).rejects.toMatchObject({ code: "FENCED" });
    await untilBlocked(database);
    release();
    await Promise.all([holding, refused]);
    expect(await rowsOf(database)).toEqual([{ checkpoints: 0, blobs: 0, writes: 0 }]);
  });

  it.runIf(kind === "postgres")("makes a hand-over wait for a write that has started", async () => {
    await lease(database, "t", 1);
    const { holding, release } = await holdOpen(database, (tx) => tx.query(`with ${fenced} select 1 from ok`, ["t", 1]));
    const handOver = lease(database, "t", 2);
    await untilBlocked(database);
    release();
    await Promise.all([holding, handOver]);
  });
});
