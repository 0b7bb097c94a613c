/** Every shipped graph: it has no issues, and the same value as JSON and as YAML. */
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type GraphData, loadGraph, registryOf, validate } from "../../../language/index.ts";
import { shipped as covered } from "../../../vitest.config.ts";
import { shippedGraphs } from "../../testkit/live/shipped.ts";

const shipped: readonly GraphData[] = shippedGraphs;

it("are those with a coverage threshold", () => {
  expect([...covered].sort()).toEqual(shipped.map(({ id }) => id).sort());
});

describe.each(shipped.map((graph) => [graph.id, graph] as const))("%s", (id, graph) => {
  const registry = registryOf(graph);
  it("has no issue, not even a warning", () => {
    expect(validate(registry, graph).issues).toEqual([]);
  });
  it("is the same in JSON", () => {
    expect(loadGraph(registry, JSON.stringify(graph), `${id}.json`)).toEqual(graph);
  });
  it("is the same in YAML", () => {
    expect(loadGraph(registry, stringify(graph), `${id}.yaml`)).toEqual(graph);
  });
});
