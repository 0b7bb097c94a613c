/** The workflows that the language must be able to express: each is valid, plain data, and has the edges that a person expects. */
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { definitionOf, edgesOf, normalise, signalEdges } from "../../inspect/index.ts";
import { formatIssue, loadGraph, registryOf, validate } from "../../language/index.ts";
import { workflows } from "./workflows/all.ts";
import { batchGraph, invoiceGraph } from "./workflows/batch.ts";
import { researchGraph } from "./workflows/research.ts";

describe.each(Object.entries(workflows))("%s", (_, graph) => {
  const registry = registryOf(graph);

  test("has no errors", () => {
    const { issues } = validate(registry, JSON.parse(JSON.stringify(graph)));
    expect(issues.filter(({ severity }) => severity === "error").map((issue) => formatIssue(issue))).toEqual([]);
  });

  test("is the same in YAML", () => {
    expect(loadGraph(registry, stringify(JSON.parse(JSON.stringify(graph))), "graph.yaml")).toEqual(graph);
  });

  test("has these edges", () => {
    const normal = normalise(graph, registry);
    const line = (from: string, { label, target, writes }: ReturnType<typeof edgesOf>[number]) =>
      `${from} -${label}-> ${target}${writes.length > 0 ? ` (writes ${writes.join(", ")})` : ""}`;
    const lines = [
      ...Object.entries(normal.nodes).flatMap(([name, node]) =>
        edgesOf(node)
          .filter(({ inherited }) => !inherited)
          .map((edge) => line(name, edge)),
      ),
      ...signalEdges(normal).map((edge) => line("*", edge)),
    ];
    expect(lines.join("\n")).toMatchSnapshot();
  });
});

test("a subgraph's definition is part of its caller's identity", () => {
  const registry = registryOf(batchGraph);
  const { invoice, ...graphs } = registry.graphs ?? {};
  const changed = { ...registry, graphs: { ...graphs, invoice: researchGraph } };
  expect(invoice).toBe(invoiceGraph);
  expect(definitionOf(changed, batchGraph).hash).not.toBe(definitionOf(registry, batchGraph).hash);
});
