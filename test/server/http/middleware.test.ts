/** What applies to every request: bodies, origins, headers, errors, logs. The runtime is a stub. */
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { type AppOptions, createApp } from "../../../server/app.ts";
import type { Listening } from "../../../server/listen.ts";
import { serve, versions } from "../serve.ts";
import { jsonOf } from "../serve-graphs.ts";

const id = "0198c2a4-0000-7000-8000-000000000001";
const lines: string[] = [];
const logger = pino({}, { write: (line: string) => lines.push(line) });
/** Only what these tests call. */
const runtime: AppOptions["runtime"] = {
  as: () => runtime,
  troubles: () => [],
  assistants: {},
  store: {},
  threads: {
    create: async (body: object) => body,
    get: async () => Promise.reject(new Error("secret inside")),
    openSearch: async () => ({ items: [{ thread_id: id, status: "idle" }], total: 3 }),
    delete: async () => Promise.reject(new SignalboxError("DATABASE_UNREACHABLE", "no answer from db.internal:5432")),
    path: async () => Promise.reject(new SignalboxError("THREAD_NOT_FOUND", `Thread with ID ${id} not found`)),
    usage: async () => Promise.reject(new SignalboxError("THREAD_NOT_FOUND", `Thread with ID ${id} not found`)),
    signal: async () => Promise.reject(new SignalboxError("UNKNOWN_SIGNAL", "There is no such signal", { signal: "halt" })),
  },
  runs: {
    create: async (_threadId: string, body: object) => ({ run_id: id, thread_id: id, ...body }),
    get: async () => Promise.reject(new SignalboxError("RUN_NOT_FOUND", `Run with ID ${id} not found`)),
    retry: async () => Promise.reject(new SignalboxError("NOT_RETRYABLE", "The run has not failed", { run: id })),
  },
  interrupts: {
    decide: async () =>
      Promise.reject(new SignalboxError("ALREADY_DECIDED", "It is decided", { first: { decision: "approve", by: "ann" } })),
  },
} as unknown as AppOptions["runtime"];

let server: Listening;
beforeAll(async () => {
  server = await serve({ runtime, logger });
});
afterAll(() => server.close());

const call = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  call(path, { method: "POST", body, headers: { "Content-Type": "application/json", ...headers } });

describe("bodies", () => {
  it.each(["text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "application/json"])(
    "reads %s as JSON",
    async (type) => {
      const answer = await post("/threads", '{"metadata":{"a":1}}', { "Content-Type": type });
      expect(await jsonOf(answer)).toEqual({ metadata: { a: 1 } });
    },
  );

  it("treats a missing body as an empty one", async () => {
    expect(await jsonOf(call("/threads", { method: "POST" }))).toEqual({});
  });

  it("reports where JSON is malformed", async () => {
    const answer = await post("/threads", '{"metadata":}');
    expect(answer.status).toBe(400);
    expect(answer.headers.get("Content-Type")).toMatch("text/plain");
    expect(await answer.text()).toMatch(/^Malformed JSON in request body: Unexpected token '}', .* is not valid JSON$/);
  });

  it("refuses more than 1 MB", async () => {
    const answer = await post("/threads", JSON.stringify({ metadata: { a: "x".repeat(1_100_000) } }));
    expect([answer.status, await answer.text()]).toEqual([
      413,
      "The body is larger than the limit of 1 MB (1048576 bytes): send less, or start the server with a larger --body-limit (SIGNALBOX_BODY_LIMIT)",
    ]);
  });

  it.each([
    ["2mb", 2_097_152],
    [2_000_000, 2_000_000],
    ["1.5 KB", 1_536],
  ])("takes as much as the limit %s says, on every route", async (bodyLimit, bytes) => {
    const limited = await serve({ runtime, bodyLimit });
    const sizes = await Promise.all(
      ["/threads", `/threads/${id}/runs`].flatMap((path) =>
        [bytes, bytes + 1].map(async (size) => {
          const head = path === "/threads" ? '{"metadata":{"a":"' : '{"assistant_id":"a","metadata":{"a":"';
          const body = `${head}${"x".repeat(size - head.length - 3)}"}}`;
          return (await fetch(`${limited.url}${path}`, { method: "POST", body })).status;
        }),
      ),
    );
    await limited.close();
    expect(sizes).toEqual([200, 413, 200, 413]);
  });

  it.each(["", "0", "lots", "-1", "10 parsecs", "Infinity", -1, Number.NaN])("has no limit %j", (bodyLimit) => {
    expect(() => createApp({ runtime, versions, bodyLimit })).toThrow(`The body limit is "${bodyLimit}"`);
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ] as const)("unpacks %s, and no more of it than the limit", async (encoding, pack) => {
    const send = (text: string) =>
      call("/threads", { method: "POST", body: new Uint8Array(pack(text)), headers: { "Content-Encoding": encoding } });
    expect(await jsonOf(send('{"metadata":{"a":"ü"}}'))).toEqual({ metadata: { a: "ü" } });
    const bomb = `{"metadata":{"a":"${"x".repeat(3_000_000)}"}}`;
    expect((await send(bomb)).status).toBe(413);
  });

  it("refuses text that is not UTF-8 instead of storing something else, and takes a byte order mark", async () => {
    const send = (bytes: Uint8Array<ArrayBuffer>, type = "application/json") =>
      call("/threads", { method: "POST", body: bytes, headers: { "Content-Type": type } });
    const latin1 = new Uint8Array(Buffer.from('{"metadata":{"a":"Müller"}}', "latin1"));
    expect([(await send(latin1)).status, (await send(latin1, "application/json; charset=iso-8859-1")).status]).toEqual([415, 415]);
    expect(await jsonOf(send(new Uint8Array(Buffer.from('\ufeff{"metadata":{"a":"Müller"}}'))))).toEqual({ metadata: { a: "Müller" } });
    const utf16 = new Uint8Array(Buffer.from('{"metadata":{"a":"Müller"}}', "utf16le"));
    expect(await jsonOf(send(utf16, "application/json; charset=utf-16le"))).toEqual({ metadata: { a: "Müller" } });
  });

  it("refuses an unknown encoding", async () => {
    expect((await post("/threads", "{}", { "Content-Encoding": "zip" })).status).toBe(415);
  });

  it("names every invalid place, as the reference server does", async () => {
    const answer = await post("/threads", '{"thread_id":"x","metadata":[],"if_exists":"maybe"}');
    expect(answer.status).toBe(400);
    const { success, error } = await jsonOf(answer);
    expect([success, error.name, error.issues.map(({ path }: { path: string[] }) => path.join("."))]).toEqual([
      false,
      "ZodError",
      ["thread_id", "metadata", "if_exists"],
    ]);
  });

  it.each(['{"metadata":{"__proto__":{}}}', '{"metadata":{"a":[{"lc":1}]}}', '{"metadata":{"a":"\\u0000"}}'])(
    "refuses %s with its place",
    async (body) => {
      const answer = await post("/threads", body);
      expect(answer.status).toBe(400);
      expect((await jsonOf(answer)).error.issues[0]).toMatchObject({
        code: "custom",
        path: ["metadata", expect.anything(), ...(body.includes("lc") ? [0, "lc"] : [])],
      });
    },
  );

  it.each(["/threads/%00", "/assistants/a%00b", "/assistants/%E0%A4%A", "/interrupts?graph_id=%00", "/threads/not-a-uuid"])(
    "refuses the path %s",
    async (path) => {
      expect((await call(path)).status).toBe(400);
    },
  );

  it("normalises the spelling of a thread's id", async () => {
    expect(await jsonOf(post("/threads", `{"thread_id":"${id.toUpperCase()}"}`))).toEqual({ thread_id: id });
  });
});

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}
const routesIn = (layers: readonly Layer[]): [method: string, path: string][] =>
  layers.flatMap(({ route, handle }) => [
    ...Object.keys(route?.methods ?? {}).map((method): [string, string] => [method.toUpperCase(), route?.path ?? ""]),
    ...routesIn(handle?.stack ?? []),
  ]);
const routes = routesIn(createApp({ runtime, versions }).router.stack as unknown as Layer[]);
const at = (path: string): string => path.replaceAll(/\{\/:\w+\}/g, "").replaceAll(/:\w+/g, id);

describe("what is not known", () => {
  const taking = routes.filter(([, path]) => path !== "/ok");

  it.each(taking)("is refused in the query of %s %s", async (method, path) => {
    const answer = await call(`${at(path)}?nonsense=1`, { method, headers: { Accept: "application/problem+json" } });
    const { status, issues } = await jsonOf(answer);
    expect([status, issues.flatMap(({ keys = [] }: { keys?: string[] }) => keys)]).toEqual([400, ["nonsense"]]);
  });

  const withBody = routes.filter(
    ([method, path]) => (method === "POST" || method === "PATCH") && !/(cancel|retry|commands|batch)$/.test(path),
  );
  it.each(withBody)("is refused in the body of %s %s", async (method, path) => {
    const answer = await call(at(path), { method, body: '{"nonsense":1}', headers: { Accept: "application/problem+json" } });
    const { status, issues } = await jsonOf(answer);
    expect([status, issues.flatMap(({ keys = [] }: { keys?: string[] }) => keys)]).toEqual([400, ["nonsense"]]);
  });

  it.each([
    ["GET", `/threads/${id}/runs/${id}/stream?streamMode=values`, 'Did you mean "stream_mode"?'],
    ["GET", `/threads/${id}/runs?offsett=1`, 'Did you mean "offset"?'],
    ["GET", "/interrupts?statuses=pending", 'Did you mean "status"?'],
    ["POST", `/threads/${id}/runs/${id}/cancel?await=1`, 'Did you mean "wait"?'],
    ["POST", `/threads/${id}/runs/stream?namespace=a`, "this version does not support a selection of subgraphs"],
  ])("names the nearest: %s %s", async (method, path, message) => {
    const { issues } = await jsonOf(call(path, { method, headers: { Accept: "application/problem+json" } }));
    expect(issues[0].message).toContain(message);
  });

  it.each([
    [{ streamMode: ["values"] }, [], 'Did you mean "stream_mode"?'],
    [{ config: { recursionLimit: 5 } }, ["config", "recursionLimit"], 'Did you mean "recursion_limit"?'],
    [{ command: { resumes: 1 } }, ["command"], 'Did you mean "resume"?'],
    [{ checkpoint: { checkpointId: id } }, ["checkpoint"], 'Did you mean "checkpoint_id"?'],
    [{ strict_resume: false }, ["strict_resume"], "this version always resumes strictly"],
    [{ langsmith_tracer: {} }, ["langsmith_tracer"], "this version does not support"],
  ])("names the nearest field of a run: %j", async (body, place, message) => {
    const { issues } = (await jsonOf(post(`/threads/${id}/runs`, JSON.stringify({ assistant_id: "a", ...body })))).error;
    expect(issues[0].path).toEqual(place);
    expect(issues[0].message).toContain(message);
  });

  it("takes what the official client and front ends send by themselves", async () => {
    const checkpoint = { thread_id: id, checkpoint_ns: "", checkpoint_id: id, checkpoint_map: null };
    const more = {
      strict_resume: true,
      checkpoint_during: true,
      durability: "sync",
      config: { run_name: "x", configurable: {} },
      checkpoint,
    };
    expect((await post(`/threads/${id}/runs`, JSON.stringify({ assistant_id: "a", ...more }))).status).toBe(200);
  });
});

describe("errors", () => {
  it("are plain text on the protocol's routes, without the internal cause", async () => {
    const answer = await call(`/threads/${id}`);
    expect([answer.status, await answer.text()]).toEqual([500, "Something failed inside the server. The server's log has the cause."]);
  });

  it("do not name hosts", async () => {
    const answer = await call(`/threads/${id}`, { method: "DELETE" });
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain("db.internal");
  });

  it("are problem JSON with their facts on our own routes", async () => {
    const answer = await post("/interrupts/i1/decision", '{"decision":"approve"}');
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([409, "application/problem+json; charset=utf-8"]);
    expect(await jsonOf(answer)).toEqual({
      type: "urn:signalbox:error:ALREADY_DECIDED",
      title: "The interrupt is decided",
      status: 409,
      detail: "It is decided",
      code: "ALREADY_DECIDED",
      repair: expect.any(String),
      first: { decision: "approve", by: "ann" },
    });
    expect((await jsonOf(call(`/threads/${id}/path`))).code).toBe("THREAD_NOT_FOUND");
    expect((await jsonOf(post("/interrupts/i1/decision", "{"))).code).toBe("BODY_NOT_JSON");
    const unfit = await jsonOf(post("/interrupts/i1/decision", '{"decision":1,"oops":2}'));
    expect([unfit.code, unfit.issues.length]).toEqual(["INVALID_INPUT", 2]);
  });

  it.each([
    ["GET", `/threads/${id}/path`, "THREAD_NOT_FOUND"],
    ["GET", `/threads/${id}/usage`, "THREAD_NOT_FOUND"],
    ["POST", `/threads/${id}/signals/halt`, "UNKNOWN_SIGNAL"],
    ["POST", `/threads/${id}/runs/${id}/retry`, "NOT_RETRYABLE"],
    ["POST", "/interrupts/i1/decision", "INVALID_INPUT"],
  ])("are problem JSON on our own route %s %s", async (method, path, code) => {
    const answer = await call(path, { method, ...(method === "POST" && { body: "{}" }) });
    expect(answer.headers.get("Content-Type")).toMatch("application/problem+json");
    expect((await jsonOf(answer)).code).toBe(code);
  });

  it("are plain text on the run that a retry is for, which is the protocol's", async () => {
    const answer = await call(`/threads/${id}/runs/${id}`);
    expect([answer.status, await answer.text()]).toEqual([404, `Run with ID ${id} not found`]);
  });

  it("are problem JSON on every route if the client accepts it", async () => {
    const answer = await call("/nowhere", { headers: { Accept: "application/problem+json" } });
    expect(await jsonOf(answer)).toMatchObject({ status: 404, code: "ROUTE_NOT_FOUND", detail: "No route GET /nowhere" });
  });
});

describe("origins", () => {
  it("allow Studio, with the headers that it reads", async () => {
    const Origin = "https://smith.langchain.com";
    const preflight = await call("/threads", {
      method: "OPTIONS",
      headers: { Origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": "true" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Private-Network")).toBe("true");
    const { headers } = await post("/threads", "{}", { Origin });
    expect(headers.get("Access-Control-Allow-Origin")).toBe(Origin);
    for (const name of ["Content-Location", "X-Pagination-Total", "X-Pagination-Next"]) {
      expect(headers.get("Access-Control-Expose-Headers")).toContain(name);
    }
  });

  it.each(["http://localhost:5173", "http://127.0.0.1:3000"])("allow %s", async (Origin) => {
    expect((await post("/threads", "{}", { Origin })).status).toBe(200);
  });

  it("allow a page that the server itself serves", async () => {
    expect((await post("/threads", "{}", { Origin: server.url })).status).toBe(200);
  });

  it.each(["https://evil.example", "null", "http://localhost.evil.example"])(
    "do not allow pages of %s, with or without a preflight",
    async (Origin) => {
      const answer = await post("/interrupts/i1/decision", '{"decision":"approve"}', { Origin, "Content-Type": "text/plain" });
      expect([answer.status, (await jsonOf(answer)).code]).toEqual([403, "ORIGIN_REFUSED"]);
      expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
    },
  );

  it("compare a pattern with the whole origin", async () => {
    const some = await serve({ runtime, cors: { allow_origin_regex: "https://.*\\.example\\.com" } });
    const origins = [
      "https://a.example.com",
      "https://a.example.com.evil.example",
      "http://x/https://a.example.com",
      "https://aexample.com",
    ];
    const statuses = await Promise.all(origins.map(async (Origin) => (await fetch(`${some.url}/ok`, { headers: { Origin } })).status));
    await some.close();
    expect(statuses).toEqual([200, 403, 403, 403]);
    expect(() => createApp({ runtime, versions, cors: { allow_origin_regex: "(" } })).toThrow(
      /allow_origin_regex is not a regular expression/,
    );
  });

  it.each(["http://desk.localhost:3000", "http://127.8.0.1", "http://[::1]:5173", "https://LOCALHOST"])(
    "allow the page %s of this machine",
    async (Origin) => {
      expect((await post("/threads", "{}", { Origin })).status).toBe(200);
    },
  );

  it("follow http.cors of langgraph.json", async () => {
    const open = await serve({ runtime, cors: { allow_origins: ["*"], expose_headers: ["X-Mine"] } });
    const { headers, status } = await fetch(`${open.url}/ok`, { headers: { Origin: "https://anyone.example" } });
    await open.close();
    expect([status, headers.get("Access-Control-Allow-Origin")]).toEqual([200, "https://anyone.example"]);
    expect(headers.get("Access-Control-Expose-Headers")).toMatch(/Content-Location.*X-Mine/);
  });
});

describe("headers", () => {
  it("harden every response and do not reveal the server's software", async () => {
    const { headers } = await call("/ok");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'self'");
    expect(headers.get("X-Powered-By")).toBeNull();
  });

  it("do not reach the run unless the operator lists them", async () => {
    const answer = await post(`/threads/${id}/runs`, '{"assistant_id":"a","config":{"configurable":{"mine":1}}}', { "X-Team": "cards" });
    expect(answer.headers.get("Content-Location")).toBe(`/threads/${id}/runs/${id}`);
    const run = await jsonOf(answer);
    expect([run.config, run.headers]).toEqual([{ configurable: { mine: 1 } }, undefined]);
  });

  it("cannot set LangGraph's own settings", async () => {
    const answer = await post(`/threads/${id}/runs`, '{"assistant_id":"a","config":{"configurable":{"__pregel_send":1}}}');
    expect((await jsonOf(answer)).error.issues[0].path).toEqual(["config", "configurable", "__pregel_send"]);
  });

  it("contain the total and the next offset of a search", async () => {
    const answer = await post("/threads/search", '{"limit":1,"offset":1,"select":["thread_id"]}');
    expect([answer.headers.get("X-Pagination-Total"), answer.headers.get("X-Pagination-Next")]).toEqual(["3", "2"]);
    expect(await jsonOf(answer)).toEqual([{ thread_id: id }]);
  });
});

describe("logs", () => {
  it("have one line per request, with the cause of a failure and without secrets of the request", async () => {
    lines.length = 0;
    await post(`/threads/${id}/runs?token=canary-1`, '{"assistant_id":"canary-2"}', { "X-Api-Key": "canary-3", Authorization: "canary-4" });
    await call(`/threads/${id}`);
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual([`POST /threads/${id}/runs 400`, `GET /threads/${id} 500`]);
    expect(lines.join()).not.toContain("canary");
    expect(lines[1]).toContain("secret inside");
  });
});
