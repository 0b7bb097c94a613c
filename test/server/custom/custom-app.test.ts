/** Routes of the application's own before those of the API: Express, Hono and fetch handlers, and what they and nodes call on the server itself. */
import { Annotation, START, StateGraph } from "@langchain/langgraph";
import { Client } from "@langchain/langgraph-sdk";
import express from "express";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { type AppOptions, createApp, createLentApi } from "../../../server/app.ts";
import { provideLoopbackFetch } from "../../../server/custom/loopback-fetch.ts";
import { type Listening, listen } from "../../../server/listen.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

const State = Annotation.Root({ what: Annotation<string>, said: Annotation<unknown> });
const graph = new StateGraph(State)
  .addNode("say", async ({ what }) => ({ said: what === "call" ? await new Client().assistants.count() : "hello" }))
  .addEdge(START, "say")
  .compile();

const expressApp = express();
expressApp.get("/custom/hello", (_request, response) => void response.json({ from: "express" }));

const hono = new Hono()
  .use(async (c, next) => {
    if (c.req.query("interrupt") !== undefined) return c.json({ status: "interrupted" });
    // what a middleware has read still reaches the API
    if (c.req.path === "/runs/wait") await c.req.json();
    await next();
    c.header("x-custom", "true");
  })
  .get("/custom/hello", (c) => c.json({ from: "hono" }))
  .get("/custom/run", async (c) => c.json(await new Client().runs.wait(null, "graph", { input: { what: "call" } })))
  .notFound((c) => c.json({ status: "not-found" }));

describe("routes of the application's own", () => {
  let runtime: Runtime;
  const servers: Listening[] = [];
  const serveApp = async (more: Partial<AppOptions>): Promise<string> => {
    const server = await listen(createApp({ runtime, ...more }), 0);
    servers.push(server);
    return server.url;
  };
  const jsonAt = async (url: string, init?: RequestInit) => {
    const answer = await fetch(url, init);
    return { status: answer.status, header: answer.headers.get("x-custom"), body: await answer.json() };
  };
  let forget: () => Promise<void>;
  beforeAll(async () => {
    runtime = await createRuntime({ database: await opened(await freshPostgres()), graphs: { graph }, log: consoleLog("silent") });
    await runtime.start();
    forget = provideLoopbackFetch(createApp({ runtime }), createLentApi({ runtime }));
  });
  afterAll(async () => {
    await forget();
    for (const server of servers) await server.close(0);
    await runtime.stop();
  });

  it("are those of an Express app, and the API answers the rest", async () => {
    const url = await serveApp({ customApp: expressApp });
    expect((await jsonAt(`${url}/custom/hello`)).body).toEqual({ from: "express" });
    expect((await jsonAt(`${url}/info`)).body).toMatchObject({ context: "js" });
    expect((await fetch(`${url}/custom/nothing`)).status).toBe(404);
  });

  it("are those of a Hono app, whose middlewares also run around the API", async () => {
    const url = await serveApp({ customApp: hono });
    expect(await jsonAt(`${url}/custom/hello`)).toEqual({ status: 200, header: "true", body: { from: "hono" } });
    expect(await jsonAt(`${url}/info`)).toMatchObject({ status: 200, header: "true", body: { context: "js" } });
    expect((await jsonAt(`${url}/info?interrupt`)).body).toEqual({ status: "interrupted" });
    const body = JSON.stringify({ assistant_id: "graph", input: {} });
    expect((await jsonAt(`${url}/runs/wait`, { method: "POST", body })).body).toMatchObject({ said: "hello" });
    expect((await fetch(`${url}/custom/nothing`)).status).toBe(404);
    const events = await fetch(`${url}/runs/stream`, { method: "POST", body });
    expect(await events.text()).toContain("event: values");
  });

  it("of a Hono app also stand before a WebSocket: its middlewares refuse one, or let it pass to the API", async () => {
    const url = await serveApp({ customApp: hono });
    const { thread_id } = await runtime.threads.create({});
    const open = async (query: string) => {
      const socket = new WebSocket(`${url.replace("http", "ws")}/threads/${thread_id}/stream/events${query}`);
      return new Promise((resolve) => {
        socket.onclose = ({ code }) => resolve(code);
        socket.onmessage = ({ data }) => {
          resolve(JSON.parse(data).type);
          socket.close();
        };
        socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: "subscription.subscribe", params: { channels: ["values"] } }));
      });
    };
    expect(await open("")).toBe("success");
    expect(await open("?interrupt")).toBe(4_404);
  });

  it("are those of a fetch handler, which answers 404 to what is not its own", async () => {
    const own = ({ url }: Request) =>
      url.endsWith("/custom/hello") ? Response.json({ from: "fetch" }) : new Response("", { status: 404 });
    const url = await serveApp({ customApp: { fetch: own } });
    expect((await jsonAt(`${url}/custom/hello`)).body).toEqual({ from: "fetch" });
    expect((await jsonAt(`${url}/assistants/count`, { method: "POST", body: "{}" })).body).toBe(1);
  });

  it("call the server itself by the SDK without a URL, and so do nodes", async () => {
    const url = await serveApp({ customApp: hono });
    expect((await jsonAt(`${url}/custom/run`)).body).toMatchObject({ said: 1 });
  });

  it("can take the place of parts of the API that are left out", async () => {
    const url = await serveApp({ disabled: ["store", "assistants"] });
    expect((await fetch(`${url}/assistants/count`, { method: "POST", body: "{}" })).status).toBe(404);
    expect((await fetch(`${url}/store/items?key=a`)).status).toBe(404);
    expect((await fetch(`${url}/info`)).status).toBe(200);
  });

  it("shows a component of a user interface as the official client asks for it", async () => {
    const files = [
      { basename: "entrypoint.js", contents: Buffer.from("let a = 1;") },
      { basename: "entrypoint.css", contents: Buffer.from("a {}") },
    ];
    const url = await serveApp({ ui: { "my-agent": files } });
    const html = await new Client({ apiUrl: url })["~ui"].getComponent("my-agent", "it's");
    expect(html).toBe(
      `<link rel="stylesheet" href="${url}/ui/my-agent/entrypoint.css" />\n<script src="${url}/ui/my-agent/entrypoint.js" onload='__LGUI_my_agent.render("it&#39;s", "{{shadowRootId}}")'></script>`,
    );
    const script = await fetch(`${url}/ui/my-agent/entrypoint.js`);
    expect([script.headers.get("content-type"), await script.text()]).toEqual([expect.stringContaining("javascript"), "let a = 1;"]);
    expect((await fetch(`${url}/ui/nope/entrypoint.js`)).status).toBe(404);
  });
});
