/** Requests with an `Idempotency-Key`, over HTTP: sent again, each has the effect and the answer of the first. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { describeOnBoth } from "../support/databases.ts";
import { jsonOf, type Served, serveRaw } from "./serve-graphs.ts";

const greet = { assistant_id: "raw", input: { what: "greet" } };

describeOnBoth("requests that are sent again", (open) => {
  let database: Database;
  let served: Served;
  let keys = 0;
  beforeAll(async () => {
    database = await open();
    served = await serveRaw(database);
  });
  afterAll(() => served.close());
  const newKey = () => `key ${keys++}`;
  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(served.url + path, { method: "POST", body: JSON.stringify(body), headers });
  const twice = async (path: string, body: unknown): Promise<[unknown, unknown]> => {
    const headers = { "Idempotency-Key": newKey() };
    return [await jsonOf(post(path, body, headers)), await jsonOf(post(path, body, headers))];
  };
  const newThread = async () => (await served.client.threads.create()).thread_id;

  it("creates one thread", async () => {
    const [first, second] = await twice("/threads", { metadata: { team: "cards" } });
    expect(second).toEqual(first);
    expect(await served.client.threads.count({ metadata: { team: "cards" } })).toBe(1);
  });

  it("creates one assistant", async () => {
    const [first, second] = await twice("/assistants", { graph_id: "raw", name: "clerk" });
    expect(second).toEqual(first);
    expect(await served.client.assistants.count({ name: "clerk" })).toBe(1);
  });

  it("starts one run, also when it would be refused the second time", async () => {
    const thread = await newThread();
    const [first, second] = await twice(`/threads/${thread}/runs`, { ...greet, input: { what: "ask" } });
    expect(second).toEqual(first);
    await served.client.runs.join(thread, (first as { run_id: string }).run_id);
    const headers = { "Idempotency-Key": `key ${keys - 1}` };
    // by now the thread waits for an answer, and a new run would get 409
    expect(await jsonOf(post(`/threads/${thread}/runs`, { ...greet, input: { what: "ask" } }, headers))).toEqual(first);
    expect(await served.client.runs.list(thread)).toHaveLength(1);
  });

  it("joins the first run by wait and by stream", async () => {
    const thread = await newThread();
    const headers = { "Idempotency-Key": newKey() };
    const waits = [1, 2].map(() => post(`/threads/${thread}/runs/wait`, greet, headers));
    const answers = await Promise.all(waits.map(async (wait) => [(await wait).headers.get("content-location"), await jsonOf(wait)]));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]?.[1]).toMatchObject({ log: ["greet greet"] });
    const streams = [1, 2].map(async () => (await post(`/threads/${thread}/runs/stream`, greet, headers)).text());
    const [one, other] = await Promise.all(streams);
    expect(one).toContain("event: values");
    expect(/"run_id":"[^"]+"/.exec(other ?? "")?.[0]).toBe(/"run_id":"[^"]+"/.exec(one ?? "")?.[0]);
    expect(await served.client.runs.list(thread)).toHaveLength(2);
  });

  it("starts one run without a thread, and one batch", async () => {
    const [first, second] = await twice("/runs", { ...greet, metadata: { alone: true } });
    expect(second).toEqual(first);
    const [batch, again] = await twice("/runs/batch", [greet, greet]);
    expect(again).toEqual(batch);
    expect(batch).toHaveLength(2);
  });

  it("answers a question once, by either route", async () => {
    for (const byCommand of [true, false]) {
      const thread = await newThread();
      await served.client.runs.wait(thread, "raw", { input: { what: "ask" } });
      const [question] = await jsonOf(fetch(`${served.url}/interrupts?thread_id=${thread}`));
      const [path, body] = byCommand
        ? [`/threads/${thread}/runs`, { assistant_id: "raw", command: { resume: "yes" } }]
        : [`/interrupts/${question.id}/decision`, { resume: "yes", by: "ann" }];
      const [first, second] = await twice(path, body);
      expect(second).toEqual(first);
      expect(await served.client.runs.list(thread)).toHaveLength(2);
    }
  });

  it("retries a failed run once", async () => {
    const thread = await newThread();
    await served.client.runs.wait(thread, "raw", { input: { what: "fail" }, raiseError: false });
    const [run] = await served.client.runs.list(thread);
    const [first, second] = await twice(`/threads/${thread}/runs/${run?.run_id}/retry`, {});
    expect(second).toEqual(first);
    expect(first).not.toMatchObject({ run_id: run?.run_id });
  });

  it("refuses another request under the key, and takes the key on another route and of another tenant", async () => {
    const headers = { "Idempotency-Key": newKey() };
    expect((await post("/runs", greet, headers)).status).toBe(200);
    const other = await post("/runs", { ...greet, input: { what: "slow" } }, { ...headers, Accept: "application/problem+json" });
    expect([other.status, await other.json()]).toEqual([422, expect.objectContaining({ code: "IDEMPOTENCY_KEY_REUSED" })]);
    expect((await post("/threads", {}, headers)).status).toBe(200);
    expect((await post("/runs", { ...greet, input: { what: "ask" } }, { ...headers, "X-Tenant-Id": "b" })).status).toBe(200);
  });

  it("keeps no key of a request that was refused", async () => {
    const headers = { "Idempotency-Key": newKey() };
    expect((await post("/runs", { ...greet, assistant_id: "nobody" }, headers)).status).toBe(404);
    expect((await post("/runs", greet, headers)).status).toBe(200);
    expect((await post("/runs", greet, { "Idempotency-Key": "é" })).status).toBe(400);
  });

  it("forgets a key after a day", async () => {
    const headers = { "Idempotency-Key": newKey() };
    const first = await jsonOf(post("/threads", {}, headers));
    await database.sql.query("update signalbox.idempotency_keys set created_at = created_at - interval '25 hours'");
    expect(await jsonOf(post("/threads", {}, headers))).not.toEqual(first);
  });
});
