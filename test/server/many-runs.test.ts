/** Several runs in one request, and what a run says about itself: batches, cancellations by id and status, reasons, statuses that are required, feedback. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Run } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { describeOnBoth } from "../support/databases.ts";
import { patient } from "../support/servers/patient.ts";
import { until } from "../support/until.ts";
import { graph as raw } from "./raw/graph.ts";
import { jsonOf, type Served, serveOn } from "./serve-graphs.ts";

const greet = { input: { what: "greet" } };
const slow = { input: { what: "slow" } };
const unknown = "0198c2a4-0000-7000-8000-000000000099";

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describeOnBoth("several runs", (open) => {
  let database: Database;
  let served: Served;
  const tokens: unknown[] = [];
  const langSmith = createServer(patient, async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    tokens.push([request.url, request.headers["x-api-key"], JSON.parse(text)]);
    response.end(JSON.stringify({ url: `https://feedback.example/${JSON.parse(text).feedback_key}` }));
  });
  beforeAll(async () => {
    langSmith.listen(0, "127.0.0.1");
    database = await open();
    const secrets: Record<string, string> = {
      LANGSMITH_API_KEY: "ls-key",
      LANGSMITH_ENDPOINT: `http://127.0.0.1:${(langSmith.address() as AddressInfo).port}`,
    };
    served = await serveOn(database, { raw }, { secret: (name) => secrets[name] });
  });
  afterAll(async () => {
    await served.close();
    langSmith.close();
  });
  const newThread = async () => (await served.client.threads.create()).thread_id;
  const post = (path: string, body: unknown) => fetch(served.url + path, { method: "POST", body: JSON.stringify(body) });
  const get = ({ thread_id, run_id }: Run) => served.client.runs.get(thread_id, run_id);
  /** A run that is under way. */
  const underWay = async (thread: string, payload: object = {}) => {
    const run = await served.client.runs.create(thread, "raw", { ...slow, ...payload });
    await until("a run under way", async () => (await get(run)).status === "running");
    return run;
  };

  it("starts a batch by the official client, whose fields are in its own spelling", async () => {
    const batch = (await served.client.runs.createBatch([
      { assistantId: "raw", ...greet, metadata: { at: 1 } },
      { assistantId: "raw", ...greet, streamMode: ["updates"], metadata: { at: 2 } },
    ])) as unknown as Run[];
    expect(batch.map(({ metadata }) => metadata?.at)).toEqual([1, 2]);
    expect(new Set(batch.map(({ thread_id }) => thread_id)).size).toBe(2);
    expect(batch[1]).toMatchObject({ kwargs: { stream_mode: ["updates"], durability: "sync" } });
    for (const { thread_id, run_id } of batch)
      expect(await served.client.runs.join(thread_id, run_id)).toMatchObject({ log: ["greet greet"] });
  });

  it("starts all runs of a batch or none", async () => {
    const before = await served.client.threads.count();
    const answer = await post("/runs/batch", [
      { assistant_id: "raw", ...greet },
      { assistant_id: "nobody", ...greet },
    ]);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('No assistant found for "nobody"')]);
    expect((await jsonOf(post("/runs/batch", [{ assistant_id: "raw", inputs: 1 }]))).error.issues[0]).toMatchObject({
      path: [0],
      message: expect.stringContaining('Did you mean "input"?'),
    });
    expect((await post("/runs/batch", [])).status).toBe(400);
    expect(await served.client.threads.count()).toBe(before);
  });

  it("cancels runs of a thread by their ids, and none if one of them is unknown", async () => {
    const thread = await newThread();
    const first = await underWay(thread);
    const second = await served.client.runs.create(thread, "raw", { ...greet, multitaskStrategy: "enqueue" });
    const ids = [first.run_id, second.run_id];
    await expect(served.client.runs.cancelMany({ threadId: thread, runIds: [...ids, unknown] })).rejects.toThrow("HTTP 404");
    expect((await get(first)).status).toBe("running");
    await served.client.runs.cancelMany({ threadId: thread, runIds: ids });
    await until("the end of a cancelled run", async () => (await get(first)).status === "interrupted");
    expect(await Promise.all([first, second].map(get))).toEqual([
      expect.objectContaining({ status: "interrupted", cancel_reason: "requested: by a call of the API" }),
      expect.objectContaining({ status: "interrupted", cancel_reason: "requested: by a call of the API" }),
    ]);
  });

  it("cancels by status, on one thread or on all", async () => {
    const [one, other] = [await newThread(), await newThread()];
    const [running, also] = [await underWay(one), await underWay(other)];
    const held = await served.client.runs.create(one, "raw", { ...greet, multitaskStrategy: "enqueue" });
    await served.client.runs.cancelMany({ status: "pending", threadId: one });
    expect([(await get(held)).status, (await get(running)).status]).toEqual(["interrupted", "running"]);
    await served.client.runs.cancelMany({ status: "all", action: "rollback" });
    await until("the end of a cancelled run", async () => (await served.client.runs.list(one, { status: "running" })).length === 0);
    await until("the end of a cancelled run", async () => (await served.client.runs.list(other)).length === 0);
    await expect(get(also)).rejects.toThrow("HTTP 404");
  });

  it.each([
    [{ status: "all", run_ids: [unknown] }, "send either run_ids"],
    [{}, "send either run_ids"],
    [{ run_ids: [unknown] }, "run_ids take the thread_id"],
  ])("refuses to cancel by %j", async (body, message) => {
    const answer = await post("/runs/cancel", body);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(message)]);
  });

  it("says why a run was cancelled", async () => {
    const thread = await newThread();
    const taken = await underWay(thread);
    await served.client.runs.cancel(thread, taken.run_id, true, "interrupt", { reason: "taken" });
    const replaced = await underWay(thread);
    const newer = await served.client.runs.create(thread, "raw", { ...greet, multitaskStrategy: "interrupt" });
    await served.client.runs.join(thread, newer.run_id);
    const reasons = await Promise.all([taken, replaced, newer].map(async (run) => (await get(run)).cancel_reason));
    expect(reasons).toEqual(["taken: another run uses its input", "multitask: a newer run, by interrupt", undefined]);
    expect((await post(`/threads/${thread}/runs/${newer.run_id}/cancel?action=rollback&reason=taken`, {})).status).toBe(400);
  });

  it("starts a run only on a thread with the wanted status, and shows the one that it has", async () => {
    const thread = await newThread();
    const wanting = (...statuses: string[]) =>
      post(`/threads/${thread}/runs`, { assistant_id: "raw", ...greet, if_thread_status: statuses });
    const refused = await wanting("interrupted", "error");
    expect([refused.status, await refused.text()]).toEqual([
      409,
      `Thread ${thread} is idle; the run is wanted only while it is interrupted or error.`,
    ]);
    expect((await wanting("idle")).status).toBe(200);
    const created = await post(`/threads/${unknown}/runs`, {
      assistant_id: "raw",
      ...greet,
      if_thread_status: ["busy"],
      if_not_exists: "create",
    });
    expect(created.status).toBe(409);
    await expect(served.client.threads.get(unknown)).rejects.toThrow("HTTP 404");
  });

  it("requires the status of an answer too", async () => {
    const thread = await newThread();
    await served.client.runs.wait(thread, "raw", { input: { what: "ask" } });
    const answer = { assistant_id: "raw", command: { resume: "yes" } };
    expect((await post(`/threads/${thread}/runs`, { ...answer, if_thread_status: ["idle"] })).status).toBe(409);
    expect((await post(`/threads/${thread}/runs/wait`, { ...answer, if_thread_status: ["interrupted"] })).status).toBe(200);
  });

  it("ends the stream with the addresses for feedback, and keeps the keys", async () => {
    const thread = await newThread();
    const events = await collected(served.client.runs.stream(thread, "raw", { ...greet, feedbackKeys: ["helpful", "tone"] }));
    expect(events.at(-1)).toMatchObject({
      event: "feedback",
      data: { helpful: "https://feedback.example/helpful", tone: "https://feedback.example/tone" },
    });
    const [run] = await served.client.runs.list(thread);
    expect(run).toMatchObject({ kwargs: { feedback_keys: ["helpful", "tone"] } });
    expect(tokens[0]).toEqual([
      "/feedback/tokens",
      "ls-key",
      { run_id: run?.run_id, feedback_key: expect.any(String), expires_in: { days: 0, hours: 3, minutes: 0 } },
    ]);
  });

  it("puts a run's metadata into its checkpoints, by which a history is filtered", async () => {
    const thread = await newThread();
    await served.client.runs.wait(thread, "raw", greet);
    await served.client.runs.wait(thread, "raw", { ...greet, metadata: { turn: "second" } });
    const all = await served.client.threads.getHistory(thread);
    const found = await served.client.threads.getHistory(thread, { metadata: { turn: "second" } });
    expect(found.length).toBe(all.length / 2);
  });

  it("announces strict resume", async () => {
    expect(await jsonOf(fetch(`${served.url}/info`))).toMatchObject({ flags: { strict_resume: true } });
  });
});
