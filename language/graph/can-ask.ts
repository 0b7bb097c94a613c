/** Whether a node may ask a person while it runs: then it runs again when they answer, and must not be skipped on the way. */

import { kindOf, type NormalNode } from "../kinds/all.ts";
import type { Registry } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { namedIn } from "../rules/references.ts";
import type { GraphData } from "./graph-data.ts";
import { normalise } from "./normalise.ts";

export function canAsk(node: NormalNode, registry: Registry): boolean {
  return kindOf(node).canAsk(node, (name) => {
    const graph = namedIn(registry.graphs, name);
    // the ways of a graph built by hand are not declared: it may
    return !graph || "graph" in graph || graphCanAsk(graph);
  });
}

const known = new WeakMap<GraphData, boolean>();

function graphCanAsk(graph: GraphData): boolean {
  const found = known.get(graph);
  if (found !== undefined) return found;
  const registry = registryOf(graph);
  const answer = Object.values(normalise(graph, registry).nodes).some((node) => canAsk(node, registry));
  known.set(graph, answer);
  return answer;
}
