/** Reads a graph from YAML or JSON text. Throws `GraphDefinitionError` that lists every problem with file, line and column. */

import type { GraphData } from "../graph/graph-data.ts";
import { GraphDefinitionError } from "../issues/graph-definition-error.ts";
import type { Registry } from "../registry/registry.ts";
import { validate } from "../validate/validate.ts";
import { readText } from "./graph-text.ts";

/**
 * Reads a graph from YAML or JSON text, with a registry of its own. `setup(…).loadGraph` does the same, and remembers the registry for `compileGraph`.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) with every issue, each with file, line and column.
 * @example
 * const { registry } = setup({ state: { order: z.object({ cents: z.number() }) },
 *   tasks: { isLarge: task({ labels: ["yes", "no"], args: z.object({ order: z.object({ cents: z.number() }) }), run: async ({ order }) => ({ label: order.cents > 100 ? "yes" : "no" }) }) } });
 * const graph = loadGraph(registry, `{ id: size, version: 1, start: ask, input: [order], nodes: { ask: { kind: task, task: isLarge, routes: { yes: end, no: end } } } }`, "size.yaml");
 * console.log(graph.id);
 */
export function loadGraph(registry: Registry, text: string, file: string): GraphData {
  const { data, issues: textIssues, locate } = readText(text, file);
  const { graph, issues } = textIssues.length > 0 ? { issues: textIssues } : validate(registry, data);
  if (graph && issues.every(({ severity }) => severity === "warning")) return graph;
  throw new GraphDefinitionError(nameOf(data) ?? file, issues, locate);
}

function nameOf(data: unknown): string | undefined {
  return typeof data === "object" && data !== null && "id" in data && typeof data.id === "string" ? data.id : undefined;
}
