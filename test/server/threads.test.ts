/** Threads over HTTP, with the official client: create, find, update, delete, state, history, path. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOnBoth } from "../support/databases.ts";
import { jsonOf, type Served, serveGraphs } from "./serve-graphs.ts";

const greet = { input: { what: "greet" } };
const missing = "0198c2a4-0000-7000-8000-000000000099";

describeOnBoth("threads", (open) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveGraphs(await open());
  });
  afterAll(() => served.close());

  it("creates a thread with a given id once", async () => {
    const threadId = randomUUID();
    const thread = await served.client.threads.create({ threadId, metadata: { team: "cards" } });
    expect(thread).toMatchObject({ thread_id: threadId, status: "idle", metadata: { team: "cards" } });
    expect(thread.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    await expect(served.client.threads.create({ threadId })).rejects.toThrow(/HTTP 409: .*already exists/);
    expect(await served.client.threads.create({ threadId, ifExists: "do_nothing" })).toEqual(thread);
    expect(await served.client.threads.get(threadId)).toEqual(thread);
  });

  it("merges metadata", async () => {
    const { thread_id } = await served.client.threads.create({ metadata: { a: 1, b: 1 } });
    expect((await served.client.threads.update(thread_id, { metadata: { b: 2 } })).metadata).toEqual({ a: 1, b: 2 });
  });

  it("finds threads by metadata, status, values and ids, in the requested order", async () => {
    const batch = randomUUID();
    const made: string[] = [];
    for (const n of [1, 2, 3]) made.push((await served.client.threads.create({ metadata: { batch, n } })).thread_id);
    await served.client.runs.wait(made[1] as string, "raw", greet);
    const ids = async (query: object) =>
      (await served.client.threads.search({ metadata: { batch }, ...query })).map((thread) => thread.thread_id);
    expect(await ids({})).toEqual([...made].reverse());
    expect(await ids({ sortBy: "created_at", sortOrder: "asc", limit: 1, offset: 1 })).toEqual([made[1]]);
    expect(await ids({ status: "busy" })).toEqual([]);
    expect(await ids({ values: { what: "greet" } })).toContain(made[1]);
    expect(await ids({ ids: [made[2]] })).toEqual([made[2]]);
    expect(await served.client.threads.count({ metadata: { batch } })).toBe(3);
    expect(await served.client.threads.search({ metadata: { batch, n: 1 }, select: ["thread_id"] })).toEqual([{ thread_id: made[0] }]);
  });

  it("has an empty state before its first run", async () => {
    const { thread_id } = await served.client.threads.create();
    const empty = { values: {}, next: [], tasks: [], created_at: null, checkpoint: null, parent_checkpoint: null };
    expect(await served.client.threads.getState(thread_id)).toEqual(empty);
    expect(await served.client.threads.getHistory(thread_id)).toEqual([]);
  });

  it("shows its state now and at each checkpoint, and its history, newest first", async () => {
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, "raw", greet);
    const now = await served.client.threads.getState<{ log: string[] }>(thread_id);
    expect([now.values.log, now.next]).toEqual([["greet greet"], []]);
    const history = await served.client.threads.getHistory<{ log: string[] }>(thread_id);
    expect(history[0]).toEqual(now);
    const [, before] = history;
    expect(before?.next).toEqual(["greet"]);
    expect(await served.client.threads.getState(thread_id, before?.checkpoint.checkpoint_id as string)).toEqual(before);
    expect(await served.client.threads.getState(thread_id, before?.checkpoint)).toEqual(before);
    expect(await served.client.threads.getHistory(thread_id, { limit: 1 })).toEqual([now]);
    expect(await served.client.threads.getHistory(thread_id, { before: { configurable: now.checkpoint } as never, limit: 1 })).toEqual([
      before,
    ]);
  });

  it("accepts an edit of its state", async () => {
    const { thread_id } = await served.client.threads.create();
    await expect(served.client.threads.updateState(thread_id, { values: { log: ["too early"] } })).rejects.toThrow("HTTP 400");
    await served.client.runs.wait(thread_id, "raw", greet);
    const edited = await served.client.threads.updateState(thread_id, { values: { log: ["edited"] } });
    const now = await served.client.threads.getState(thread_id);
    expect(now.values).toMatchObject({ log: ["greet greet", "edited"] });
    expect(edited).toMatchObject({ checkpoint: { thread_id, checkpoint_id: now.checkpoint.checkpoint_id } });
  });

  it("refuses an edit that LangGraph refuses with 400, and one at an unknown checkpoint with 404", async () => {
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, "raw", greet);
    const edit = async (body: object) =>
      (await fetch(`${served.url}/threads/${thread_id}/state`, { method: "POST", body: JSON.stringify(body) })).status;
    for (const body of [
      { values: {}, as_node: "nope" },
      { values: { what: 1 } },
      { values: { messages: [{ a: 1 }] } },
      { checkpoint: { checkpoint_ns: "nope" } },
    ])
      expect([body, await edit(body)]).toEqual([body, 400]);
    expect(await edit({ values: { what: "x" }, checkpoint_id: missing })).toBe(404);
  });

  it("is not listed if it is temporary", async () => {
    const run = await served.client.runs.create(null, "raw", greet);
    expect(await served.client.threads.search({ ids: [run.thread_id] })).toEqual([]);
    await served.client.runs.join(run.thread_id, run.run_id).catch(() => undefined);
  });

  it("shows the path of its turn", async () => {
    const { thread_id } = await served.client.threads.create();
    const { run_id } = await served.client.runs.create(thread_id, "support-desk", {
      input: { message: "refund, please", orderId: "o-20" },
    });
    await served.client.runs.join(thread_id, run_id);
    const path = await jsonOf(fetch(`${served.url}/threads/${thread_id}/path`));
    expect(path).toMatchObject({ thread_id, turns: [{ run_ids: [run_id] }] });
    expect(path.turns[0].path.map(({ node, label, target }: Record<string, string>) => `${node} -${label}-> ${target}`)).toEqual([
      "triage -billing-> findOrder",
      "findOrder -next-> billingAgent",
      "billingAgent -next-> needsApproval",
      "needsApproval -no-> payRefund",
      "payRefund -next-> end",
    ]);
  });

  it("is deleted with its runs and its questions", async () => {
    const { thread_id } = await served.client.threads.create();
    const run = await served.client.runs.create(thread_id, "raw", greet);
    await served.client.runs.join(thread_id, run.run_id);
    await served.client.threads.delete(thread_id);
    await expect(served.client.threads.get(thread_id)).rejects.toThrow(`HTTP 404: Thread with ID ${thread_id} not found`);
    await expect(served.client.runs.get(thread_id, run.run_id)).rejects.toThrow("HTTP 404");
  });
});
