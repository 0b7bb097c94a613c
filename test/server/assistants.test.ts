/** Assistants over HTTP, with the official client: those of the graphs, and those that people make. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { Annotation, START, StateGraph } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOnBoth, freshPostgres, opened } from "../support/databases.ts";
import { type Served, serveGraphs, serveOn } from "./serve-graphs.ts";

describe("assistants", () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveGraphs(await opened(await freshPostgres()));
  });
  afterAll(() => served.close());

  it("has one assistant per graph, with the UUID that LangGraph derives from the graph's id", async () => {
    const assistants = await served.client.assistants.search();
    expect(assistants.map(({ graph_id, assistant_id, metadata }) => [graph_id, assistant_id, metadata])).toEqual(
      expect.arrayContaining([["raw", "d9d93dcf-a284-57c5-84bb-5148f05591bd", { created_by: "system" }]]),
    );
    expect(assistants).toHaveLength(2);
    expect(await served.client.assistants.count()).toBe(2);
  });

  it("searches by graph, in pages", async () => {
    expect(await served.client.assistants.search({ graphId: "raw" })).toHaveLength(1);
    expect(await served.client.assistants.count({ graphId: "nope" })).toBe(0);
    const first = await served.client.assistants.search({ limit: 1, includePagination: true });
    expect([first.assistants.length, first.next]).toEqual([1, "1"]);
    expect(await served.client.assistants.search({ limit: 1, offset: 1, includePagination: true })).toMatchObject({ next: null });
    expect(await served.client.assistants.search({ graphId: "raw", select: ["graph_id"] })).toEqual([{ graph_id: "raw" }]);
  });

  it("accepts the graph's id and the UUID", async () => {
    const byGraph = await served.client.assistants.get("support-desk");
    expect(await served.client.assistants.get(byGraph.assistant_id)).toEqual(byGraph);
  });

  it("returns the graph with the labels of its edges", async () => {
    const { nodes, edges } = await served.client.assistants.getGraph("support-desk");
    expect(nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(["triage", "approval", "payRefund"]));
    expect(edges).toContainEqual(expect.objectContaining({ source: "triage", target: "findOrder", data: "billing", conditional: true }));
    expect(await served.client.assistants.getGraph("raw", { xray: 1 })).toHaveProperty("nodes");
  });

  it("returns the schemas of declared channels only", async () => {
    const { input_schema, output_schema, state_schema } = await served.client.assistants.getSchemas("support-desk");
    expect(Object.keys(input_schema?.properties ?? {}).sort()).toEqual(["message", "orderId"]);
    expect(Object.keys(output_schema?.properties ?? {}).sort()).toEqual(["draft", "receipt"]);
    expect(Object.keys(state_schema?.properties ?? {}).filter((name) => name.startsWith("__"))).toEqual([]);
    expect(await served.client.assistants.getSubgraphs("raw")).toEqual({});
  });
});

describeOnBoth("assistants that people make", (open) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveOn(
      await open(),
      { told },
      { settings: { told: { config: { configurable: { model: "basic" } }, context: { tone: "dry" } } } },
    );
  });
  afterAll(() => served.close());
  it("keeps config, context and metadata of each version, and uses the one that is set", async () => {
    const made = await served.client.assistants.create({
      graphId: "told",
      name: "Ada",
      description: "polite",
      config: { configurable: { model: "gpt" } },
      context: { tone: "warm" },
      metadata: { team: "a" },
    });
    expect(made).toMatchObject({ graph_id: "told", name: "Ada", description: "polite", version: 1, metadata: { team: "a" } });
    const id = made.assistant_id;
    const changed = await served.client.assistants.update(id, {
      metadata: { owner: "x" },
      config: { configurable: { model: "other" } },
      name: "Bea",
    });
    expect(changed).toMatchObject({ version: 2, name: "Bea", metadata: { team: "a", owner: "x" }, context: { tone: "warm" } });
    expect(await served.client.assistants.setLatest(id, 1)).toMatchObject({
      version: 1,
      name: "Ada",
      config: { configurable: { model: "gpt" } },
    });
    expect((await served.client.assistants.update(id, {})).version).toBe(3);
    expect((await served.client.assistants.getVersions(id)).map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(await served.client.assistants.getVersions(id, { metadata: { owner: "x" } })).toMatchObject([{ version: 2 }]);
    await expect(served.client.assistants.setLatest(id, 9)).rejects.toThrow("HTTP 404: Assistant version not found");
    expect((await fetch(`${served.url}/assistants/${id}`, { method: "DELETE" })).status).toBe(200);
    await expect(served.client.assistants.get(id)).rejects.toThrow("HTTP 404: Assistant not found");
  });

  it("takes an id once", async () => {
    const assistantId = "0d0e1f9c-6f9b-4f2b-9d3e-6a9a5b8f0001";
    const first = await served.client.assistants.create({ graphId: "told", assistantId });
    expect(await served.client.assistants.create({ graphId: "told", assistantId, name: "again", ifExists: "do_nothing" })).toEqual(first);
    await expect(served.client.assistants.create({ graphId: "told", assistantId })).rejects.toThrow("HTTP 409: Assistant already exists");
    await expect(served.client.assistants.create({ graphId: "nope" })).rejects.toThrow('HTTP 404: Graph "nope" not found');
  });

  it("finds them beside those of the graphs, by graph, name and metadata", async () => {
    await served.client.assistants.create({ graphId: "told", name: "Searched 100%", metadata: { kind: { of: "s" } } });
    const names = async (query: object) => (await served.client.assistants.search(query)).map(({ name }) => name);
    expect(await names({ name: "CHED 100%" })).toEqual(["Searched 100%"]);
    expect(await names({ metadata: { kind: { of: "s" } } })).toEqual(["Searched 100%"]);
    expect(await names({ metadata: { created_by: "system" } })).toEqual(["told"]);
    expect(await names({ graphId: "told", sortBy: "name", sortOrder: "asc", limit: 1 })).toEqual(["Searched 100%"]);
    expect(await served.client.assistants.count({ graphId: "told" })).toBe(await served.client.assistants.count());
  });

  it("runs a graph with the assistant's config and context, under those of the thread and the request", async () => {
    const run = async (assistant: string, more: object = {}) => {
      const { asked } = (await served.client.runs.wait(null, assistant, { input: {}, ...more })) as { asked: unknown };
      return asked;
    };
    expect(await run("told")).toEqual({ model: "basic", made: "basic", tone: "dry", extra: null });
    const { assistant_id: id } = await served.client.assistants.create({
      graphId: "told",
      config: { configurable: { model: "gpt" } },
      context: { tone: "warm", extra: 1 },
    });
    expect(await run(id)).toEqual({ model: "gpt", made: "gpt", tone: "warm", extra: 1 });
    expect(await run(id, { config: { configurable: { model: "own" } }, context: { tone: "own" } })).toEqual({
      model: "own",
      made: "own",
      tone: "own",
      extra: 1,
    });
    expect((await served.client.assistants.getGraph(id)).nodes.map(({ id: node }) => node)).toContain("told by gpt");
  });

  it("changes the assistant that a graph has by itself, and never deletes it", async () => {
    expect(await served.client.assistants.getVersions("told")).toMatchObject([{ version: 1, metadata: { created_by: "system" } }]);
    expect(await served.client.assistants.update("told", { context: { tone: "new" } })).toMatchObject({
      version: 2,
      name: "told",
      config: { configurable: { model: "basic" } },
      metadata: { created_by: "system" },
    });
    expect((await served.client.assistants.get("told")).context).toEqual({ tone: "new" });
    expect(await served.client.assistants.setLatest("told", 1)).toMatchObject({ context: { tone: "dry" } });
    await expect(served.client.assistants.delete("told")).rejects.toThrow("HTTP 409");
  });

  it("deletes the threads of an assistant with it, when asked to, and counts their deletion", async () => {
    const { assistant_id: id } = await served.client.assistants.create({ graphId: "told" });
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, id, { input: {} });
    await served.client.assistants.delete(id, { deleteThreads: true });
    await expect(served.client.threads.get(thread_id)).rejects.toThrow(`HTTP 404: Thread with ID ${thread_id} not found`);
  });
});

const State = Annotation.Root({ asked: Annotation<unknown> });

/** Makes its graph by the config, and tells what config and context a run of it has. */
const told = ({ configurable }: RunnableConfig) =>
  new StateGraph(State)
    .addNode(`told by ${configurable?.model}`, (_state, { configurable: now, context }) => ({
      asked: { model: now?.model, made: configurable?.model, tone: context?.tone ?? null, extra: context?.extra ?? null },
    }))
    .addEdge(START, `told by ${configurable?.model}`)
    .compile();
