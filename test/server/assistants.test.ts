/** Assistants over HTTP, with the official client. They are kept in memory, so one database is enough. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshPostgres, opened } from "../support/databases.ts";
import { type Served, serveGraphs } from "./serve-graphs.ts";

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
