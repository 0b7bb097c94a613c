/** A declared graph traces and streams what LangGraph would: each node is a run, and what a node calls is inside it. LangGraph's own steps make none. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { awaitAllCallbacks } from "@langchain/core/callbacks/promises";
import { RunnableLambda } from "@langchain/core/runnables";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { compileDeclaration } from "../../compile/compile-graph.ts";
import { setup, task } from "../../language/index.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";
import { patient } from "../support/servers/patient.ts";

const double = RunnableLambda.from((count: number) => count * 2).withConfig({ runName: "double" });
const args = z.object({ count: z.number() });
const world = setup({
  state: { count: z.number() },
  tasks: {
    double: task({
      labels: ["ok"],
      args,
      output: z.number(),
      run: async ({ count }) => ({ label: "ok", output: await double.invoke(count) }),
    }),
    add: task({ labels: ["ok"], args, output: z.number(), run: async ({ count }) => ({ label: "ok", output: count + 1 }) }),
  },
});

function chainOf(size: number, name: "double" | "add") {
  const nodes = Array.from({ length: size }, (_, index) => {
    const next = index + 1 < size ? `node${index + 1}` : "end";
    return [`node${index}`, { kind: "task", task: name, writes: "count", routes: { ok: next } }];
  });
  const graph = { id: "chain", version: 1, start: "node0", input: ["count"], nodes: Object.fromEntries(nodes) };
  return compileDeclaration({ graph: graph as never, registry: world.registry }, { ports: memoryPorts() });
}

interface TracedRun {
  readonly id: string;
  readonly name: string;
  readonly parent_run_id?: string;
}
let langsmith: Server;
const runs: TracedRun[] = [];

beforeAll(async () => {
  langsmith = createServer(patient, async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.url?.endsWith("/runs/batch")) runs.push(...JSON.parse(body).post);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ batch_ingest_config: { use_multipart_endpoint: false, size_limit: 100, size_limit_bytes: 1_000_000 } }));
  }).listen(0, "127.0.0.1");
  await once(langsmith, "listening");
});
afterAll(() => langsmith.close());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a declared graph", () => {
  it("makes one trace for each node where nothing traces", async () => {
    const contexts = vi.spyOn(AsyncLocalStorageProviderSingleton, "runWithConfig");
    const tracesOf = async (size: number) => {
      contexts.mockClear();
      await chainOf(size, "add").invoke({ count: 1 });
      return contexts.mock.calls.filter(([, , isWithoutTrace]) => !isWithoutTrace).length;
    };
    expect((await tracesOf(12)) - (await tracesOf(2))).toBe(10);
  });

  it("is traced by LangSmith: a run for each node, and inside it what the node calls", async () => {
    vi.stubEnv("LANGSMITH_TRACING", "true");
    vi.stubEnv("LANGSMITH_API_KEY", "key");
    vi.stubEnv("LANGSMITH_ENDPOINT", `http://127.0.0.1:${(langsmith.address() as AddressInfo).port}`);
    expect(await chainOf(2, "double").invoke({ count: 1 })).toMatchObject({ count: 4 });
    await awaitAllCallbacks();
    const nameOf = (id: string | undefined) => runs.find((run) => run.id === id)?.name ?? "";
    expect(runs.map(({ name, parent_run_id }) => `${nameOf(parent_run_id)} > ${name}`)).toMatchInlineSnapshot(`
      [
        " > chain",
        "chain > __start__",
        "chain > __entry",
        "chain > node0",
        "node0 > double",
        "chain > node1",
        "node1 > double",
      ]
    `);
  });

  it("streams events for each node, and for what it calls", async () => {
    const events: string[] = [];
    const stream = chainOf(2, "double").streamEvents({ count: 1 }, { version: "v2" });
    for await (const { event, name, metadata } of stream) events.push(`${event} ${metadata.langgraph_node ?? ""} > ${name}`);
    expect(events).toMatchInlineSnapshot(`
      [
        "on_chain_start  > chain",
        "on_chain_start __start__ > __start__",
        "on_chain_end __start__ > __start__",
        "on_chain_start __entry > __entry",
        "on_chain_end __entry > __entry",
        "on_chain_start node0 > node0",
        "on_chain_stream  > chain",
        "on_chain_start node0 > double",
        "on_chain_end node0 > double",
        "on_chain_end node0 > node0",
        "on_chain_start node1 > node1",
        "on_chain_stream  > chain",
        "on_chain_start node1 > double",
        "on_chain_end node1 > double",
        "on_chain_end node1 > node1",
        "on_chain_stream  > chain",
        "on_chain_end  > chain",
      ]
    `);
  });
});
