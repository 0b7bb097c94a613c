/** The API inside another application: as a fetch handler, and mounted under a path in Express. */
import { Client } from "@langchain/langgraph-sdk";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp, createFetchHandler, type FetchHandler } from "../../../server/index.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { freshPglite, opened } from "../../support/databases.ts";
import { letGo } from "../../support/gates.ts";
import { until } from "../../support/until.ts";

let desk: Desk;
let handler: FetchHandler;
let client: Client;

beforeAll(async () => {
  desk = await deskOn(await opened(await freshPglite()));
  handler = createFetchHandler(createApp({ runtime: desk.runtime }), { prefix: "/api/agents" });
  // what Next.js and Hono do: they call the handler with each request
  const inHost: typeof fetch = (url, init) => handler(new Request(url, init));
  client = new Client({ apiUrl: "http://localhost/api/agents", apiKey: null, callerOptions: { fetch: inHost, maxRetries: 0 } });
});
afterAll(async () => {
  await handler.close();
  await desk.runtime.stop();
});

const quick = { script: { noAsk: true } };

describe("a fetch handler", () => {
  it("speaks to the official client under a prefix, which Content-Location has", async () => {
    const { thread_id } = await client.threads.create({ metadata: { of: "ü" } });
    expect((await client.threads.get(thread_id)).metadata).toMatchObject({ of: "ü" });
    const created = await handler(
      new Request(`http://localhost/api/agents/threads/${thread_id}/runs`, {
        method: "POST",
        body: JSON.stringify({ assistant_id: "steps", input: quick }),
      }),
    );
    const { run_id } = (await created.json()) as { run_id: string };
    expect(created.headers.get("content-location")).toBe(`/api/agents/threads/${thread_id}/runs/${run_id}`);
    expect(await client.runs.join(thread_id, run_id)).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"] });
    await client.threads.delete(thread_id);
    expect((await handler(new Request("http://localhost/api/agents/nothing"))).status).toBe(404);
    expect((await handler(new Request("http://localhost/ok"))).status).toBe(404);
  });

  it("sends events as they come", async () => {
    const { thread_id } = await client.threads.create();
    const input = { script: { noAsk: true, slow: "n2" } };
    let events = 0;
    for await (const { data } of client.runs.stream(thread_id, "steps", { input, streamMode: "updates" })) {
      events += 1;
      // n2 ends only once its reader has the event before
      if (data && "n1" in data) letGo(thread_id);
    }
    expect(events).toBe(7);
  });

  it("passes an abort on to the run", async () => {
    const { thread_id } = await client.threads.create();
    const abort = new AbortController();
    const body = JSON.stringify({
      assistant_id: "steps",
      input: { script: { noAsk: true, slow: "n2", slowMs: 60_000 } },
      on_disconnect: "cancel",
    });
    const url = `http://localhost/api/agents/threads/${thread_id}/runs/stream`;
    const response = await handler(new Request(url, { method: "POST", body, signal: abort.signal }));
    await response.body?.getReader().read();
    abort.abort();
    await until("the end of the run", async () => (await client.runs.list(thread_id))[0]?.status === "interrupted");
  });

  it("passes the refusal of a body on, and refuses WebSockets and edge runtimes by name", async () => {
    const large = new Request("http://localhost/api/agents/threads", {
      method: "POST",
      body: JSON.stringify({ metadata: { a: "x".repeat(3_000_000) } }),
    });
    expect((await handler(large)).status).toBe(413);
    const upgrade = await handler(
      new Request("http://localhost/api/agents/threads/t/stream/events", { headers: { upgrade: "websocket" } }),
    );
    expect({ status: upgrade.status, text: await upgrade.text() }).toEqual({ status: 501, text: expect.stringContaining("event streams") });
    Object.assign(globalThis, { EdgeRuntime: "edge" });
    expect(() => createFetchHandler(express())).toThrow(/edge runtimes/);
    Reflect.deleteProperty(globalThis, "EdgeRuntime");
  });
});
