/** A graph as nodes and edges, for the rules that walk it. */

import type { Registry } from "../registry/registry.ts";
import type { Edge } from "../terms/edge.ts";
import { edgesOf, signalEdges } from "./edges-of.ts";
import type { NormalGraph } from "./normal-graph.ts";

export interface Flow {
  readonly graph: NormalGraph;
  readonly registry: Registry;
  readonly names: readonly string[];
  /** Nodes that are entered from outside: the start, and where signals lead. */
  readonly entries: readonly string[];
  /** Ways out of each node, `end` and `wait` included. */
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
}

export function flowOf(graph: NormalGraph, registry: Registry): Flow {
  const edges = new Map(Object.entries(graph.nodes).map(([name, node]) => [name, edgesOf(node)]));
  const entries = [graph.start, ...signalEdges(graph).map(({ target }) => target)].filter((name) => edges.has(name));
  return { graph, registry, names: [...edges.keys()], entries, edges };
}

/** Everything that `next` leads to from the given nodes, themselves included. */
export function closure(from: Iterable<string>, next: (name: string) => Iterable<string>): Set<string> {
  const seen = new Set(from);
  for (const name of seen) for (const following of next(name)) seen.add(following);
  return seen;
}
