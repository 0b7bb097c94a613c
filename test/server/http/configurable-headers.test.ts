/** Which request headers reach a graph, where they are kept and who never sees them. Another process executes the runs. */
import { END, interrupt, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { tool } from "../../../language/registry/code.ts";
import { setup } from "../../../language/setup.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { configurableHeaders } from "../../../server/http/configurable-headers.ts";
import type { Listening } from "../../../server/listen.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { serve } from "../serve.ts";

const State = new StateSchema({ what: z.string().default("see"), seen: z.array(z.record(z.string(), z.unknown())).default([]) });
let failures = 0;

const see = ({ seen }: typeof State.State, config: { configurable?: Record<string, unknown> }) => ({
  seen: [
    ...seen,
    Object.fromEntries(Object.entries(config.configurable ?? {}).filter(([key]) => !key.startsWith("__") && !/_id$|_ns$|_map$/.test(key))),
  ],
});
const graph = new StateGraph(State)
  .addNode("see", see)
  .addNode("ask", (state, config) => {
    interrupt("go on?");
    return see(state, config);
  })
  .addNode("fail", (state, config) => {
    failures += 1;
    if (failures % 2 === 1) throw new Error("fails once");
    return see(state, config);
  })
  .addEdge(START, "see")
  .addConditionalEdges("see", ({ what }) => what, { see: END, ask: "ask", fail: "fail" })
  .addEdge("ask", END)
  .addEdge("fail", END)
  .compile();

const desk = setup({
  state: { a: z.string(), tenant: z.string() },
  tools: {
    whose: tool({
      errors: {},
      effect: "none",
      args: z.object({ a: z.string() }),
      output: z.string(),
      run: async (_args, { tenant }) => tenant,
    }),
  },
});
const whose = desk.defineGraph({
  ...{ id: "whose", version: 1, start: "n", input: ["a"] },
  nodes: { n: { kind: "tool", tool: "whose", writes: "tenant", next: "end" } },
});

const secret = "canary-of-ann";
const anns = { "X-User-Token": secret, "x-team": "cards", "x-other": secret, authorization: secret, "user-agent": "ann's" };

describeOnBoth("headers that the operator lists", (open) => {
  let database: Database;
  let runtimes: Runtime[];
  let server: Listening;
  beforeAll(async () => {
    database = await open();
    const log = consoleLog("silent");
    const graphs = { sees: graph, whose: compileGraph(whose, { ports: databasePorts(database, { log }) }) };
    const asking = await createRuntime({ database, graphs, log, timing: { slots: 0 } });
    const executing = await createRuntime({ database, graphs, log });
    runtimes = [asking, executing];
    for (const runtime of runtimes) await runtime.start();
    server = await serve({ runtime: asking, configurableHeaders: { includes: ["x-user-*", "X-Team"], excludes: ["x-user-agent"] } });
  });
  afterAll(async () => {
    await server.close(0);
    for (const runtime of runtimes) await runtime.stop();
  });

  const call = async (method: string, path: string, { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {}) => {
    const answer = await fetch(`${server.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return {
      status: answer.status,
      text,
      body: text.startsWith("{") || text.startsWith("[") || text.startsWith("\n") ? JSON.parse(text) : text,
    };
  };
  const newThread = async (): Promise<string> => (await call("POST", "/threads", { body: {} })).body.thread_id;
  const wait = (thread: string, what: string, headers: Record<string, string> = {}, more: object = {}) =>
    call("POST", `/threads/${thread}/runs/wait`, { body: { assistant_id: "sees", input: { what, seen: [] }, ...more }, headers });
  const seenOn = async (thread: string) => (await call("GET", `/threads/${thread}/state`)).body.values.seen;
  const idle = (thread: string) => until("idle", async () => (await call("GET", `/threads/${thread}`)).body.status === "idle");
  const taken = { "x-user-token": secret, "x-team": "cards" };

  it("reach the run of that request alone", async () => {
    const thread = await newThread();
    expect((await wait(thread, "see", anns)).body.seen).toEqual([taken]);
    expect((await wait(thread, "see")).body.seen).toEqual([{}]);
    expect(
      (await wait(thread, "see", { "x-team": "bob's" }, { config: { configurable: { mine: 1, "x-team": "old" } } })).body.seen,
    ).toEqual([{ mine: 1, "x-team": "bob's" }]);
  });

  it("are the decider's in a run that carries an answer, whichever way it comes, and nobody's without them", async () => {
    for (const headers of [{}, { "x-team": "bob's" }]) {
      const threads = await Promise.all([newThread(), newThread()]);
      for (const thread of threads) await wait(thread, "ask", anns);
      const [{ id }] = (await call("GET", `/interrupts?thread_id=${threads[0]}`)).body;
      expect((await call("POST", `/interrupts/${id}/decision`, { body: { resume: "yes" }, headers })).status).toBe(200);
      await call("POST", `/threads/${threads[1]}/runs/wait`, { body: { assistant_id: "sees", command: { resume: "yes" } }, headers });
      for (const thread of threads) {
        await idle(thread);
        expect(await seenOn(thread)).toEqual([taken, headers]);
      }
    }
  });

  it("are those of whoever asks for a retry", async () => {
    const thread = await newThread();
    await wait(thread, "fail", anns);
    const [{ run_id }] = (await call("GET", `/threads/${thread}/runs`)).body;
    const retried = await call("POST", `/threads/${thread}/runs/${run_id}/retry`);
    expect(retried.text).not.toContain(secret);
    await idle(thread);
    expect(await seenOn(thread)).toEqual([taken, {}]);
  });

  it("are shown by no response, in no stream and in no mode", async () => {
    const thread = await newThread();
    const modes = ["values", "updates", "messages", "messages-tuple", "debug", "tasks", "checkpoints", "custom"];
    const shown = [
      await call("POST", `/threads/${thread}/runs/stream`, {
        body: { assistant_id: "sees", input: { what: "ask" }, stream_mode: modes, stream_subgraphs: true },
        headers: anns,
      }),
      await call("POST", `/threads/${thread}/runs`, { body: { assistant_id: "sees", command: { resume: 1 } }, headers: anns }),
    ];
    const [{ run_id }] = (await call("GET", `/threads/${thread}/runs`)).body;
    await idle(thread);
    // the graph itself wrote what it saw into its state: everything else is free of it
    const state = JSON.stringify(await seenOn(thread));
    expect(state).toContain(secret);
    const paths = ["", "/runs", `/runs/${run_id}`, "/state", "/history", "/path", "/usage"].map((path) => `/threads/${thread}${path}`);
    for (const path of [...paths, `/interrupts?thread_id=${thread}`]) shown.push(await call("GET", path));
    shown.push(await call("POST", "/threads/search", { body: { ids: [thread] } }));
    for (const { text } of shown) expect(withoutSeen(text)).not.toMatch(/canary-of-ann|cards/);
    const tables = await database.sql.query("select * from signalbox.audit where thread_id = $1", [thread]);
    expect(JSON.stringify(tables)).not.toContain(secret);
    const kept = await database.sql.query("select config, metadata from signalbox.threads where id = $1", [thread]);
    expect(JSON.stringify(kept)).not.toMatch(/canary|x-team/);
    const checkpoints = await database.sql.query("select metadata from signalbox.checkpoints where thread_id = $1", [thread]);
    expect(JSON.stringify(checkpoints)).not.toMatch(/canary|x-team/);
  });

  it("leave a graph's own keys legal; only the server's are refused", async () => {
    const thread = await newThread();
    const configurable = { user: "u", tenant: "t", epoch: 5, user_id: "me" };
    expect((await wait(thread, "see", {}, { config: { configurable } })).body.seen).toEqual([{ user: "u", tenant: "t", epoch: 5 }]);
    for (const key of [
      "__pregel_send",
      "__tenant",
      "__epoch",
      "langgraph_auth_user",
      "langgraph_auth_user_id",
      "langgraph_auth_permissions",
    ]) {
      const { status, body } = await wait(thread, "see", {}, { config: { configurable: { [key]: "forged" } } });
      expect([key, status, body.error?.issues[0].path]).toEqual([key, 400, ["config", "configurable", key]]);
    }
  });

  it("do not name the tenant, and no body does", async () => {
    const run = async (headers: Record<string, string>) => {
      const body = {
        assistant_id: "whose",
        input: { a: "x" },
        config: { configurable: { tenant: "stolen" } },
        context: { tenant: "stolen" },
      };
      const { thread_id } = (await call("POST", "/threads", { body: {}, headers })).body;
      return (await call("POST", `/threads/${thread_id}/runs/wait`, { body, headers })).body.tenant;
    };
    expect([await run({}), await run({ "x-tenant-id": "acme" })]).toEqual(["default", "acme"]);
  });
});

const withoutSeen = (text: string): string => text.replaceAll(/"seen":\[.*?\]/g, '"seen":[]');

describe("the list of headers", () => {
  const request = (headers: Record<string, string | string[]>) =>
    ({ headers }) as unknown as Parameters<ReturnType<typeof configurableHeaders>>[0];
  const headers = {
    "x-a": "1",
    "x-b": "2",
    authorization: "3",
    cookie: "4",
    "x-api-key": "5",
    host: "h",
    "set-cookie": ["6"],
    __pregel_x: "7",
    langgraph_auth_user: "8",
  };

  it.each([
    ["nothing", {}, undefined],
    ["no list", { excludes: ["x-a"] }, undefined],
    ["null, as LangGraph's format allows", { includes: null, excludes: null }, undefined],
    ["a name in any case", { includes: ["X-A"] }, { "x-a": "1" }],
    ["a pattern without what is excluded", { includes: ["x-*"], excludes: ["*-b"] }, { "x-a": "1" }],
    ["credentials by their whole name only", { includes: ["*"], excludes: ["host", "x-?"] }, { "x-a": "1", "x-b": "2" }],
    ["a credential that is named", { includes: ["authorization", "x-api-key"], excludes: ["x-api-key"] }, { authorization: "3" }],
    ["no other patterns", { includes: ["x.a", "x-[ab]", "^x-a$"] }, undefined],
  ])("takes %s", (_name, settings, taken) => {
    expect(configurableHeaders(settings)(request(headers))).toEqual(taken);
  });
});
