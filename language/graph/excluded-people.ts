/** Which people a graph's questions exclude: a turn must say who requests it, and a decision who makes it, where another question depends on it. */
import { bodiesOf, kindOf, type NormalNode } from "../kinds/all.ts";
import { type GraphWithRegistry, registryOf } from "../registry/registry-of.ts";
import { namedIn } from "../rules/references.ts";
import type { GraphData } from "./graph-data.ts";
import { normalise } from "./normalise.ts";

const known = new WeakMap<GraphData, boolean>();

/** Whether a question may exclude the requester, also in subgraphs and child threads: they have the same one. */
export function excludesRequester({ graph, registry }: GraphWithRegistry): boolean {
  const found = known.get(graph);
  if (found !== undefined) return found;
  const answer = nodesOf({ graph, registry }).some((node) => {
    if (excludedBy(node).includes("requester")) return true;
    const inside = kindOf(node).innerGraph?.(node);
    const child = inside === undefined ? undefined : namedIn(registry.graphs, inside.name);
    // the questions of a graph built by hand exclude nobody
    return child !== undefined && !("graph" in child) && excludesRequester({ graph: child, registry: registryOf(child) });
  });
  known.set(graph, answer);
  return answer;
}

/** Whether another question excludes those who decide at this node. */
export const excludesDecidersOf = (node: string, graph: GraphWithRegistry): boolean =>
  nodesOf(graph).some((other) => excludedBy(other).includes(node));

function excludedBy(node: NormalNode): readonly string[] {
  const by = kindOf(node).approvers?.(node);
  return by === undefined || by === "requester" ? [] : (by.not ?? []);
}

/** With those inside each and parallel. */
const nodesOf = ({ graph, registry }: GraphWithRegistry): NormalNode[] =>
  Object.values(normalise(graph, registry).nodes).flatMap((node) => [node, ...Object.values(bodiesOf(node))]);
