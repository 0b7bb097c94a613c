/** The order of checkpoints is the one in which the database took them, whatever the clocks of their writers say. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { type CheckpointMetadata, emptyCheckpoint, uuid6 } from "@langchain/langgraph-checkpoint";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { findHead, rollBack } from "../../../persistence/checkpointer/roll-back.ts";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { describeOnBoth } from "../../support/databases.ts";

const HOUR_MS = 3_600_000;
const metadata: CheckpointMetadata = { source: "loop", step: 1, parents: {} };
const on = (checkpoint_ns = "", more: object = {}): RunnableConfig => ({ configurable: { thread_id: "t", checkpoint_ns, ...more } });

/** As a process would name it whose clock is off by so much. */
function idAt(skewMs: number): string {
  const now = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(now + skewMs);
  const id = uuid6(0);
  vi.restoreAllMocks();
  return id;
}

describeOnBoth("the order of checkpoints", (open) => {
  let database: Database;
  let saver: FencedSaver;
  beforeAll(async () => {
    database = await open();
    saver = new FencedSaver(database);
  });
  beforeEach(async () => {
    await database.sql.query("truncate signalbox.checkpoints, signalbox.checkpoint_blobs, signalbox.checkpoint_writes, signalbox.leases");
    await database.sql.query("insert into signalbox.leases (thread, epoch) values ('t', 1)");
  });
  afterEach(() => vi.restoreAllMocks());

  async function put(skewMs: number, { namespace = "", by = saver }: { namespace?: string; by?: PostgresSaver } = {}): Promise<string> {
    const id = idAt(skewMs);
    await by.put(on(namespace), { ...emptyCheckpoint(), id }, metadata, {});
    return id;
  }

  async function listed(config = on(), options: Parameters<FencedSaver["list"]>[1] = {}): Promise<string[]> {
    const ids: string[] = [];
    for await (const { checkpoint } of saver.list(config, options)) ids.push(checkpoint.id);
    return ids;
  }

  const head = async (namespace = "") => (await saver.getTuple(on(namespace)))?.checkpoint.id;

  it("is that of the writes, for the head, the list and the part of it before a checkpoint", async () => {
    const written = [await put(HOUR_MS), await put(0), await put(200), await put(-HOUR_MS), await put(-2_000)];
    const newestFirst = written.toReversed();
    expect(await head()).toBe(newestFirst[0]);
    expect(await findHead(database.sql, "t")).toBe(newestFirst[0]);
    expect(await listed()).toEqual(newestFirst);
    expect(await listed(on(), { limit: 2 })).toEqual(newestFirst.slice(0, 2));
    for (const [index, id] of newestFirst.entries())
      expect(await listed(on(), { before: on("", { checkpoint_id: id }) })).toEqual(newestFirst.slice(index + 1));
  });

  it("is one order for a thread and its subgraphs", async () => {
    const first = await put(0);
    const inside = await put(HOUR_MS, { namespace: "sub:1" });
    const second = await put(-HOUR_MS);
    await put(-2 * HOUR_MS, { namespace: "sub:1" });
    expect(await listed(on("sub:1"), { before: on("", { checkpoint_id: second }) })).toEqual([inside]);
    expect(await listed(on("sub:1"), { before: on("", { checkpoint_id: first }) })).toEqual([]);
  });

  it("keeps the place of a checkpoint that is stored again", async () => {
    const [first, second] = [await put(0), await put(0)];
    await saver.put(on(), { ...emptyCheckpoint(), id: first }, { ...metadata, step: 9 }, {});
    expect(await listed()).toEqual([second, first]);
    expect((await saver.getTuple(on("", { checkpoint_id: first })))?.metadata?.step).toBe(9);
  });

  it("puts checkpoints that are older than the column first, by their ids", async () => {
    const old = [await put(HOUR_MS), await put(HOUR_MS + 1), await put(HOUR_MS + 2)];
    await database.sql.query("update signalbox.checkpoints set seq = null");
    const fresh = [await put(0), await put(-1_000)];
    const newestFirst = [...old, ...fresh].reverse();
    expect(await head()).toBe(newestFirst[0]);
    expect(await listed()).toEqual(newestFirst);
    for (const [index, id] of newestFirst.entries())
      expect(await listed(on(), { before: on("", { checkpoint_id: id }) })).toEqual(newestFirst.slice(index + 1));
  });

  it("is shared with LangGraph's own saver on the same tables", async () => {
    const theirs = new PostgresSaver(database.pool, undefined, { schema: database.schemas.checkpoints });
    const written = [await put(HOUR_MS), await put(0, { by: theirs }), await put(-1_000), await put(-HOUR_MS, { by: theirs })];
    expect(await listed()).toEqual(written.toReversed());
    expect(await head()).toBe(written[3]);
    expect((await theirs.getTuple(on("", { checkpoint_id: written[2] })))?.checkpoint.id).toBe(written[2]);
  });

  it("never falls below the thread's own last one when the sequence goes back", async () => {
    const written = [await put(0), await put(0), await put(0)];
    await database.sql.query("select setval('signalbox.checkpoints_seq', 1, false)");
    written.push(await put(0), await put(0));
    expect(await listed()).toEqual(written.toReversed());
  });

  it("rolls back to a checkpoint, also in subgraphs, and deletes the writes after what is gone", async () => {
    const kept = await put(HOUR_MS);
    const inside = await put(2 * HOUR_MS, { namespace: "sub:1" });
    const base = await put(0);
    const gone = [await put(-HOUR_MS), await put(HOUR_MS)];
    const goneInside = await put(-2 * HOUR_MS, { namespace: "sub:1" });
    for (const id of [kept, base, ...gone]) await saver.putWrites(on("", { checkpoint_id: id }), [["note", "x"]], "task");
    await saver.putWrites(on("sub:1", { checkpoint_id: goneInside }), [["note", "x"]], "task");
    expect(await rollBack(database.sql, { threadId: "t", epoch: 1, base })).toBe(true);
    expect(await listed()).toEqual([base, kept]);
    expect(await listed(on("sub:1"))).toEqual([inside]);
    const writes = await database.sql.query<{ checkpoint_id: string }>("select checkpoint_id from signalbox.checkpoint_writes");
    expect(writes.map(({ checkpoint_id }) => checkpoint_id).sort()).toEqual([kept, base].sort());
  });

  it("rolls back across the introduction of the column, and to nothing", async () => {
    const old = [await put(HOUR_MS), await put(HOUR_MS + 1), await put(HOUR_MS + 2)];
    await database.sql.query("update signalbox.checkpoints set seq = null");
    await put(0);
    await rollBack(database.sql, { threadId: "t", epoch: 1, base: old[1] ?? null });
    expect(await listed()).toEqual([old[1], old[0]]);
    await rollBack(database.sql, { threadId: "t", epoch: 1, base: "gone" });
    expect(await listed()).toHaveLength(2);
    expect(await rollBack(database.sql, { threadId: "t", epoch: 2, base: null })).toBe(false);
    await rollBack(database.sql, { threadId: "t", epoch: 1, base: null });
    expect(await listed()).toEqual([]);
  });
});
