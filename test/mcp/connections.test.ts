/** How tools reach an MCP server: with whose credential, as a process, and what a runtime does with it when it starts and stops. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../compile/compile-graph.ts";
import { type Context, type KnownPerson, setup, type Tool } from "../../language/index.ts";
import { mcp } from "../../mcp/index.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { lazyPorts } from "../../runtime/index.ts";
import { freshPglite, opened } from "../support/databases.ts";
import { until } from "../support/until.ts";
import { McpTestServer, structured } from "./start-mcp-server.ts";

const none = z.object({});
const entry = { effect: "none", args: none, output: z.looseObject({}) } as const;
const whoami = { run: () => structured({ ok: true }) };

/** As a node would. */
const run = (tool: Tool, context: Partial<Context> = {}): Promise<unknown> =>
  tool.run({}, {
    signal: new AbortController().signal,
    idempotencyKey: "k",
    secret: () => undefined,
    credential: async () => undefined,
    tenant: "t",
    ...context,
  } as Context);

const person = (id: string): KnownPerson => ({ id, kind: "person", roles: [], via: "test" });

describe("a credential", () => {
  it("of a person opens a session of their own, is asked for at each call, and is not in what others send", async () => {
    const server = await new McpTestServer({ whoami }).start();
    const { who } = mcp("me", { url: server.url, credential: { per: "user" } }, { who: { ...entry, tool: "whoami" } });
    const tokens: Record<string, string> = { ann: "a1", bob: "b1" };
    const as = (id: string) => run(who, { principal: person(id), credential: async (service) => tokens[id] && `${service}-${tokens[id]}` });
    await Promise.all([as("ann"), as("bob")]);
    expect(server.sessions.size).toBe(2);
    expect(new Set(server.tokens)).toEqual(new Set(["Bearer me-a1", "Bearer me-b1"]));
    tokens.ann = "a2";
    server.tokens.length = 0;
    await as("ann");
    expect([...new Set(server.tokens)]).toEqual(["Bearer me-a2"]);
    expect(server.sessions.size).toBe(2);
    await expect(as("zoe")).rejects.toMatchObject({ code: "NO_CREDENTIAL", message: expect.stringContaining("zoe") });
    await expect(run(who)).rejects.toMatchObject({ code: "NO_CREDENTIAL" });
    await who.server?.close();
    expect(server.ended).toBe(2);
  });

  it("that the server refuses says NO_CREDENTIAL, before a session and in it", async () => {
    const server = await new McpTestServer({ whoami }).start();
    const { who } = mcp("me", { url: server.url, credential: { secret: "TOKEN" } }, { who: { ...entry, tool: "whoami" } });
    const secret = (name: string) => (name === "TOKEN" ? "s" : undefined);
    await expect(run(who)).rejects.toMatchObject({ code: "NO_CREDENTIAL" });
    server.status = 401;
    await expect(run(who, { secret })).rejects.toMatchObject({ code: "NO_CREDENTIAL" });
    server.status = undefined;
    expect(await run(who, { secret })).toEqual({ ok: true });
    server.status = 403;
    await expect(run(who, { secret })).rejects.toMatchObject({ code: "NO_CREDENTIAL" });
  });

  it("goes over https only, and an address is one of the web", () => {
    const to = (url: string) => () => mcp("me", { url, credential: { secret: "TOKEN" } }, { who: entry });
    expect(to("http://mcp.example.org/")).toThrow("a credential is sent by https only");
    expect(to("file:///etc/passwd")).toThrow("is not an address of http or https");
    expect(to("https://mcp.example.org/")).not.toThrow();
  });
});

describe("a server that is a process", () => {
  const start = { command: process.execPath, args: [new URL("./stdio-server.ts", import.meta.url).pathname], env: { GIVEN: "1" } };
  const tools = mcp("local", start, { variables: entry, die: { ...entry, effect: "outside" }, word: { ...entry, output: z.string() } });

  it("gets the variables that it is given and none of ours, answers, and is begun anew when it has ended in a call", async () => {
    process.env.SIGNALBOX_TEST_SECRET = "hidden";
    const first = (await run(tools.variables)) as { variables: string[]; pid: number };
    delete process.env.SIGNALBOX_TEST_SECRET;
    expect(first.variables).toContain("GIVEN");
    expect(first.variables).not.toContain("SIGNALBOX_TEST_SECRET");
    expect(await run(tools.word)).toBe("hi");
    await expect(run(tools.die)).rejects.toMatchObject({ code: "MCP_ERROR", message: expect.stringContaining("may have run") });
    expect(await run(tools.variables)).not.toMatchObject({ pid: first.pid });
    await tools.word.server?.close();
  });

  it("cannot be begun says UNAVAILABLE, with what it said", async () => {
    const { a } = mcp("absent", { command: "/no/such/program" }, { a: entry });
    await expect(run(a)).rejects.toMatchObject({ code: "UNAVAILABLE", message: expect.stringContaining("ENOENT") });
    const { b } = mcp("failing", { command: process.execPath, args: ["-e", "console.error('no licence'); process.exit(1)"] }, { b: entry });
    await expect(run(b)).rejects.toMatchObject({ code: "UNAVAILABLE", message: expect.stringContaining("no licence") });
  });
});

it("a runtime warns of a server that is down or has changed, on its graphs only, runs the others, and ends its sessions when it stops", async () => {
  const server = await new McpTestServer({ whoami }).start();
  const owned = mcp("mine", { url: server.url, credential: { per: "user" } }, { mine: { ...entry, tool: "whoami" } });
  const graphOf = (id: string, tools: Record<string, Tool>, tool: string) => {
    const { loadGraph } = setup({ state: { seen: z.looseObject({}) }, tools });
    const call = { kind: "tool", tool, writes: "seen", onError: { default: "end" }, next: "end" };
    return compileGraph(loadGraph(JSON.stringify({ id, version: 1, start: "call", nodes: { call } }), id), {
      ports: lazyPorts({ dataFolder: "memory://" }),
    });
  };
  const lost = mcp("lost", { url: "http://127.0.0.1:1/" }, { a: entry });
  const changed = mcp("changed", { url: server.url }, { gone: entry });
  const graphs = { lost: graphOf("lost", lost, "a"), changed: graphOf("changed", changed, "gone"), owned: graphOf("owned", owned, "mine") };
  const warned: unknown[] = [];
  const log = { info() {}, error() {}, warn: (_message: string, facts: object = {}) => warned.push("server" in facts && facts) };
  const asked: string[] = [];
  const credentials = async ({ service, tenant, person: { id } }: { service: string; tenant: string; person: KnownPerson }) => {
    asked.push(`${service} ${tenant} ${id}`);
    return "secret-token";
  };
  const database = await opened(await freshPglite());
  const runtime = await createRuntime({ database, graphs, log, credentials });
  await runtime.start();
  await until("both warnings", async () => warned.filter(Boolean).length === 2);
  expect(warned.filter(Boolean)).toEqual(
    expect.arrayContaining([
      { graph: "lost", server: 'the MCP server "lost"', reason: expect.stringContaining("cannot be used") },
      { graph: "changed", server: 'the MCP server "changed"', reason: expect.stringContaining('"gone" is not among the tools') },
    ]),
  );
  const { thread_id } = await runtime.threads.create({});
  const { run_id } = await runtime.runs.create(thread_id, { assistant_id: "owned", input: {}, by: "ann" });
  expect(await runtime.runs.join(thread_id, run_id)).toEqual({ seen: { ok: true } });
  expect(asked).toEqual(["mine default ann"]);
  expect(JSON.stringify(await runtime.threads.state(thread_id))).not.toContain("secret-token");
  await runtime.stop();
  expect(server.ended).toBe(2);
});
