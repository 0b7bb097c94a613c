/** Tools of an MCP server over HTTP: what each way of failing says to its node, and that nothing that may have run is repeated. */
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { setup } from "../../language/index.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { fingerprintOf } from "../../language/versions/fingerprint.ts";
import { mcp } from "../../mcp/index.ts";
import { realTime } from "../../nodes/call/local-ports.ts";
import { runPath } from "../../testkit/index.ts";
import { McpTestServer, type ServedTool, said, structured } from "./start-mcp-server.ts";

const titled = { inputSchema: { properties: { title: { type: "string" } }, required: ["title"] } };
const normal: Record<string, ServedTool> = {
  createIssue: { ...titled, run: ({ title }) => structured({ number: 7, title }) },
  say_hello: { run: () => said("hello") },
  readList: { ...titled, run: () => said("[1,2]") },
  secretTool: { run: () => said("not allowed") },
};
const server = await new McpTestServer(normal).start();
beforeEach(async () => {
  server.tools = normal;
  server.status = undefined;
  server.calls.length = 0;
});

const args = z.object({ title: z.string() });
const issue = z.object({ number: z.number() });
const { defineGraph, loadGraph } = setup({
  state: { title: z.string(), issue, text: z.string(), numbers: z.array(z.number()) },
  tools: mcp(
    "github",
    { url: server.url },
    {
      createIssue: { args, output: issue, errors: { DENIED: "final" } },
      createOnce: { tool: "createIssue", once: ["title"], args, output: issue },
      look: { tool: "createIssue", effect: "none", args, output: issue },
      hello: { tool: "say_hello", effect: "none", args: z.object({}), output: z.string() },
      list: { tool: "readList", effect: "none", args, output: z.array(z.number()) },
    },
  ),
});

type Tool = "createIssue" | "createOnce" | "look" | "hello" | "list";
const writes = { createIssue: "issue", createOnce: "issue", look: "issue", hello: "text", list: "numbers" };
const codes = ["UNAVAILABLE", "MCP_ERROR", "NO_CREDENTIAL", "MCP_TOOL_CHANGED", "default"];

function calling(tool: Tool, policy: object = {}) {
  const onError = Object.fromEntries([...codes, ...(tool === "createIssue" ? ["DENIED"] : [])].map((code) => [code, "end"]));
  const onUnknown = tool === "createOnce" ? { onUnknown: "end" } : {};
  const retry = { maxAttempts: 3, initialInterval: "1ms" };
  const call = { kind: "tool", tool, writes: writes[tool], retry, onError, ...onUnknown, next: "end", ...policy };
  return loadGraph(JSON.stringify({ id: tool, version: 1, start: "call", input: ["title"], nodes: { call } }), "calls.json");
}

async function called(tool: Tool, policy?: object, time = realTime) {
  const { path, state } = await runPath(calling(tool, policy), { input: { title: "A" }, ports: { time } });
  return { way: path[0]?.replace(/^call -(.*)-> end/, "$1"), state, calls: server.calls.length };
}

describe("a tool of an MCP server", () => {
  it("gives its structured content, its text, or its text as JSON", async () => {
    expect(await called("createIssue")).toMatchObject({ way: "next", state: { issue: { number: 7 } } });
    expect(server.calls).toEqual([["createIssue", { title: "A" }]]);
    expect((await called("hello")).state.text).toBe("hello");
    expect((await called("list")).state.numbers).toEqual([1, 2]);
    expect(server.sessions.size).toBe(1);
  });

  it("is an ordinary tool: its labels and arguments are checked, it has doubles and a fingerprint", async () => {
    const graph = defineGraph({
      ...{ id: "typed", version: 1, start: "call", input: ["title"] },
      nodes: {
        call: {
          ...{ kind: "tool", tool: "createOnce", writes: "issue", onUnknown: "end", next: "end" },
          onError: { UNAVAILABLE: "end", MCP_ERROR: "end", NO_CREDENTIAL: "end", MCP_TOOL_CHANGED: "end" },
        },
      },
    });
    const call = { kind: "tool", tool: "look", writes: "issue", onError: { UNAVAILABLE: "end" }, next: "end" } as const;
    const half = { id: "half", version: 1, start: "call", input: ["title"], nodes: { call } } as const;
    // @ts-expect-error: three codes have no edge
    defineGraph(half);
    const { state } = await runPath(graph, { input: { title: "A" }, tools: { createOnce: { number: 1 } } });
    expect(state.issue).toEqual({ number: 1 });
    expect(server.calls).toEqual([]);
    expect(fingerprintOf(registryOf(graph), graph).tools?.createOnce).toMatchObject({
      errors: ["MCP_ERROR", "MCP_TOOL_CHANGED", "NO_CREDENTIAL", "UNAVAILABLE"],
    });
    // @ts-expect-error: once names arguments
    mcp("x", { url: server.url }, { a: { once: ["nope"], args, output: issue } });
    // @ts-expect-error: what has no effect has none to record
    mcp("x", { url: server.url }, { a: { effect: "none", once: ["title"], args, output: issue } });
  });

  it("takes the edge of the code in a failure's structured content, if it is declared, or else MCP_ERROR", async () => {
    server.tools = { createIssue: { ...titled, run: () => structured({ code: "DENIED" }, true) } };
    expect(await called("createIssue")).toMatchObject({ way: "error:DENIED", calls: 1 });
    server.tools = { createIssue: { ...titled, run: () => structured({ code: "OTHER" }, true) } };
    expect(await called("createIssue")).toMatchObject({ way: "error:MCP_ERROR", calls: 2 });
    server.tools = { createIssue: { ...titled, run: () => Promise.reject(new Error("broken")) } };
    expect(await called("createOnce")).toMatchObject({ way: "error:MCP_ERROR", calls: 3 });
  });
});

describe("a server that", () => {
  it("was restarted, or has forgotten the session, is connected to anew, once for all calls that wait", async () => {
    await called("createIssue");
    await server.stop();
    await server.start();
    expect(await called("createIssue")).toMatchObject({ way: "next", calls: 2 });
    server.sessions.clear();
    const all = await Promise.all([called("createIssue"), called("look"), called("hello")]);
    expect(all.map(({ way }) => way)).toEqual(["next", "next", "next"]);
    expect(server.calls).toHaveLength(5);
    expect(server.sessions.size).toBe(1);
  });

  it("is down says UNAVAILABLE, which is retried, and works again when it is up", async () => {
    await server.stop();
    expect((await called("createIssue")).way).toBe("error:UNAVAILABLE (3 attempts)");
    await server.start();
    expect((await called("createIssue")).way).toBe("next");
  });

  it("has changed says MCP_TOOL_CHANGED, and is not called", async () => {
    const other = { inputSchema: { properties: { title: { type: "number" } }, required: ["title"] } };
    const wider = {
      inputSchema: { properties: { ...titled.inputSchema.properties, more: { type: "string" } }, required: ["title", "more"] },
    };
    for (const tools of [{}, { createIssue: { ...normal.createIssue, ...other } }, { createIssue: { ...normal.createIssue, ...wider } }]) {
      server.tools = tools as typeof normal;
      server.sessions.clear();
      expect(await called("createIssue")).toMatchObject({ way: "error:MCP_TOOL_CHANGED", calls: 0 });
    }
    server.tools = {
      createIssue: { ...titled, outputSchema: { properties: { number: { type: "string" } }, required: ["number"] }, run: () => said("") },
    };
    server.sessions.clear();
    expect(await called("look")).toMatchObject({ way: "error:MCP_TOOL_CHANGED", calls: 0 });
  });

  it("ends the connection in the middle of a call is not asked again, unless that does no harm", async () => {
    server.tools = {
      createIssue: {
        ...titled,
        run: async () => {
          server.cut();
          return structured({ number: 1 });
        },
      },
    };
    expect(await called("createIssue")).toMatchObject({ way: "error:MCP_ERROR", calls: 1 });
    expect(await called("createOnce")).toMatchObject({ way: "effectUnknown", calls: 2 });
    expect(await called("look")).toMatchObject({ way: "error:UNAVAILABLE (3 attempts)", calls: 5 });
  });

  it("is slow is not asked again after the timeout, unless that does no harm", async () => {
    let timeIsUp = (): void => {};
    const run = () => {
      timeIsUp(); // the call has arrived
      return new Promise<never>(() => {});
    };
    server.tools = { createIssue: { ...titled, run } };
    const limit = (_scope: unknown, _ms: number, end: () => void) => {
      timeIsUp = end;
      return () => {};
    };
    const timed = (tool: Tool) => called(tool, { timeout: "20s" }, { ...realTime, limit });
    expect(await timed("createIssue")).toMatchObject({ way: "error", calls: 1 });
    expect(await timed("createOnce")).toMatchObject({ way: "effectUnknown", calls: 2 });
    expect(await timed("look")).toMatchObject({ way: "error (3 attempts)", calls: 5 });
  });

  it("sends the caller elsewhere is not followed", async () => {
    await called("createIssue");
    server.status = 307;
    expect(await called("createIssue")).toMatchObject({ way: "error:UNAVAILABLE (3 attempts)", calls: 1 });
  });
});
