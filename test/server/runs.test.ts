/** Runs over HTTP, with the official client: create, wait, join, list, cancel, delete, resume, one at a time per thread. */
import { randomUUID } from "node:crypto";
import type { Run } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { describeOnBoth } from "../support/databases.ts";
import { jsonOf, type Served, serveGraphs } from "./serve-graphs.ts";

const greet = { input: { what: "greet" } };
const slow = { input: { what: "slow" } };
const missing = "0198c2a4-0000-7000-8000-000000000099";

describeOnBoth("runs", (open) => {
  let database: Database;
  let served: Served;
  beforeAll(async () => {
    database = await open();
    served = await serveGraphs(database);
  });
  afterAll(() => served.close());
  const newThread = async () => (await served.client.threads.create()).thread_id;

  it("waits for the result, and names the run", async () => {
    const thread = await newThread();
    let created: { run_id: string; thread_id?: string } | undefined;
    const values = await served.client.runs.wait(thread, "raw", { ...greet, onRunCreated: (run) => (created = run) });
    expect(values).toMatchObject({ log: ["greet greet"], messages: [{ type: "ai", content: "hello", id: "hello-0" }] });
    expect(created?.thread_id).toBe(thread);
    const run = await served.client.runs.get(thread, created?.run_id as string);
    expect(run).toMatchObject({
      status: "success",
      thread_id: thread,
      assistant_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      multitask_strategy: "reject",
    });
    expect(await served.client.runs.join(thread, run.run_id)).toEqual(values);
  });

  it("keeps a waiting connection alive with newlines", async () => {
    const thread = await newThread();
    const answer = await fetch(`${served.url}/threads/${thread}/runs/wait`, {
      method: "POST",
      body: JSON.stringify({ assistant_id: "raw", ...slow }),
    });
    const run = (answer.headers.get("Content-Location") as string).split("/").at(-1) as string;
    let text = "";
    let cancelled: Promise<unknown> | undefined;
    for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
      text += new TextDecoder().decode(chunk);
      cancelled ??= served.client.runs.cancel(thread, run, true);
    }
    await cancelled;
    expect(text).toMatch(/^\n+\{.*\}$/);
  });

  it("lists a thread's runs, newest first", async () => {
    const thread = await newThread();
    const made: Run[] = [];
    for (const turn of [1, 2]) {
      const run = await served.client.runs.create(thread, "raw", { ...greet, metadata: { turn } });
      await served.client.runs.join(thread, run.run_id);
      made.unshift(run);
    }
    const runs = await served.client.runs.list(thread);
    expect(runs.map(({ run_id, metadata }) => [run_id, metadata?.turn])).toEqual(made.map(({ run_id }, at) => [run_id, 2 - at]));
    expect(await served.client.runs.list(thread, { limit: 1, offset: 1, select: ["run_id"] })).toEqual([{ run_id: made[1]?.run_id }]);
    expect(await served.client.runs.list(thread, { status: "error" })).toEqual([]);
  });

  it("reports a failed run with its message, and keeps what was done", async () => {
    const thread = await newThread();
    await expect(served.client.runs.wait(thread, "raw", { input: { what: "fail" } })).rejects.toThrow("this node fails");
    const [run] = await served.client.runs.list(thread);
    expect([run?.status, (await served.client.threads.get(thread)).status]).toEqual(["error", "error"]);
    expect((await served.client.threads.getState<{ log: string[] }>(thread)).values.log).toEqual(["greet fail"]);
    await expect(served.client.runs.wait(thread, "raw", { ...greet })).resolves.toMatchObject({ log: ["greet fail", "greet greet"] });
  });

  it("refuses a second run on a busy thread, then cancels the first", async () => {
    const thread = await newThread();
    const first = await served.client.runs.create(thread, "raw", slow);
    await expect(served.client.runs.create(thread, "raw", greet)).rejects.toThrow("HTTP 422: Thread is already running a task");
    expect((await served.client.threads.get(thread)).status).toBe("busy");
    await served.client.runs.cancel(thread, first.run_id, true);
    expect((await served.client.runs.get(thread, first.run_id)).status).toBe("interrupted");
    await expect(served.client.runs.wait(thread, "raw", greet)).resolves.toMatchObject({ what: "greet" });
  });

  it("cancels without waiting as well: 202", async () => {
    const thread = await newThread();
    const { run_id } = await served.client.runs.create(thread, "raw", slow);
    const answer = await fetch(`${served.url}/threads/${thread}/runs/${run_id}/cancel?wait=0&action=interrupt`, { method: "POST" });
    expect(answer.status).toBe(202);
    await served.client.runs.join(thread, run_id);
    expect((await served.client.runs.get(thread, run_id)).status).toBe("interrupted");
  });

  it("cancels a run whose client disconnects, if on_disconnect says so", async () => {
    const thread = await newThread();
    const gone = new AbortController();
    const created = Promise.withResolvers<string>();
    const waiting = served.client.runs
      .wait(thread, "raw", { ...slow, onDisconnect: "cancel", signal: gone.signal, onRunCreated: ({ run_id }) => created.resolve(run_id) })
      .catch(() => undefined);
    const streaming = fetch(`${served.url}/threads/${await newThread()}/runs/stream`, {
      method: "POST",
      body: JSON.stringify({ assistant_id: "raw", ...slow, on_disconnect: "cancel" }),
      signal: gone.signal,
    });
    const location = (await streaming).headers.get("Content-Location") as string;
    await expect.poll(async () => (await served.client.runs.list(thread, { status: "running" })).length).toBe(1);
    gone.abort();
    await waiting;
    const statuses = async () => [(await served.client.runs.list(thread))[0]?.status, (await jsonOf(fetch(served.url + location))).status];
    await expect.poll(statuses).toEqual(["interrupted", "interrupted"]);
  });

  it("deletes a finished run", async () => {
    const thread = await newThread();
    const { run_id } = await served.client.runs.create(thread, "raw", greet);
    await served.client.runs.join(thread, run_id);
    await served.client.runs.delete(thread, run_id);
    await expect(served.client.runs.get(thread, run_id)).rejects.toThrow(new RegExp(`HTTP 404: .*${run_id}`));
  });

  it("creates the thread with the run if if_not_exists says so", async () => {
    const thread = randomUUID();
    await expect(served.client.runs.wait(thread, "raw", greet)).rejects.toThrow(`HTTP 404: Thread with ID ${thread} not found`);
    await served.client.runs.wait(thread, "raw", { ...greet, ifNotExists: "create" });
    expect((await served.client.threads.get(thread)).metadata).toMatchObject({ graph_id: "raw" });
  });

  it("runs without a thread", async () => {
    expect(await served.client.runs.wait(null, "raw", greet)).toMatchObject({ log: ["greet greet"] });
    const events: string[] = [];
    for await (const { event } of served.client.runs.stream(null, "raw", { ...greet, streamMode: "updates" })) events.push(event);
    expect(events).toEqual(["metadata", "updates"]);
    await expect(served.client.runs.wait(null, "raw", { input: { what: "fail" } })).rejects.toThrow("this node fails");
    const kept = fetch(`${served.url}/runs`, {
      method: "POST",
      body: JSON.stringify({ assistant_id: "raw", ...greet, on_completion: "keep" }),
    });
    const run: Run = await jsonOf(kept);
    expect((await kept).headers.get("Content-Location")).toBe(`/runs/${run.run_id}`);
    await served.client.runs.join(run.thread_id, run.run_id);
    expect(await served.client.threads.getState(run.thread_id)).toMatchObject({ values: { log: ["greet greet"] } });
  });

  it("reads the tenant from a header and the priority from the body, and refuses an invalid priority", async () => {
    const thread = crypto.randomUUID();
    const start = (body: object) =>
      fetch(`${served.url}/threads/${thread}/runs/wait`, {
        method: "POST",
        headers: { "X-Tenant-Id": "acme" },
        body: JSON.stringify({ assistant_id: "raw", if_not_exists: "create", ...greet, ...body }),
      });
    expect((await start({ priority: 5 })).status).toBe(200);
    expect(await database.sql.query("select tenant, priority from signalbox.threads where id = $1", [thread])).toEqual([
      { tenant: "acme", priority: 5 },
    ]);
    const refused = await start({ priority: 1_000 });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("priority")]);
  });

  it("refuses a run from an unknown checkpoint with 404, and does not start it from an empty state", async () => {
    const thread = await newThread();
    await served.client.runs.wait(thread, "raw", greet);
    await expect(served.client.runs.wait(thread, "raw", { ...greet, checkpointId: missing })).rejects.toThrow("HTTP 404");
  });

  it("fails on the first start when its input cannot become a message, with that reason", async () => {
    const unreadable = { input: { messages: [{ a: 1 }] } };
    await expect(served.client.runs.wait(await newThread(), "raw", unreadable)).rejects.toThrow("coerce message");
  });

  it("does not inherit the recursion limit of the run before", async () => {
    const thread = await newThread();
    await served.client.runs.wait(thread, "raw", { ...greet, config: { recursion_limit: 1 } }).catch(() => undefined);
    await served.client.runs.wait(thread, "raw", greet);
  });

  it("resumes by command, with and without the interrupt's id", async () => {
    const thread = await newThread();
    const stopped = (await served.client.runs.wait(thread, "raw", { input: { what: "ask" } })) as { __interrupt__: { id: string }[] };
    const [interrupt] = stopped.__interrupt__;
    expect(stopped).toEqual({ __interrupt__: [{ id: expect.any(String), value: { question: "Shall I?" } }] });
    expect((await served.client.threads.get(thread)).status).toBe("interrupted");
    const [[listed]] = Object.values((await served.client.threads.get(thread)).interrupts) as [[{ id: string }]];
    expect(listed).toEqual({ id: interrupt?.id, value: { question: "Shall I?" } });
    expect(await served.client.runs.wait(thread, "raw", { command: { resume: { [interrupt?.id as string]: "yes" } } })).toMatchObject({
      log: ["greet ask", 'answer "yes"'],
    });
    await served.client.runs.wait(thread, "raw", { input: { what: "ask" } });
    expect(await served.client.runs.wait(thread, "raw", { command: { resume: { ok: true } } })).toMatchObject({
      log: expect.arrayContaining(['answer {"ok":true}']),
    });
  });
});
