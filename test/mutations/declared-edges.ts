/** Every edge of a declaration, with the place where it is written: each once, however many nodes inherit it. */

import { edgesOf, signalEdges } from "../../language/graph/edges-of.ts";
import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { type GraphData, registryOf } from "../../language/index.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import type { Edge } from "../../language/terms/edge.ts";
import { type ValuePath, valueAt } from "./change-at.ts";

export interface DeclaredEdge {
  readonly place: ValuePath;
  readonly target: string;
  readonly label: string;
  readonly node?: string;
}

export function declaredEdges(graph: GraphData): DeclaredEdge[] {
  const normal = normalise(graph, registryOf(graph));
  const ofNodes = Object.entries(normal.nodes).flatMap(([name, node]) => [
    ...edgesOf(node).map((edge) => (edge.inherited ? at([], edge) : { ...at(["nodes", name], edge), node: name })),
    ...bodies(node).flatMap(([path, edges]) => edges.map((edge) => ({ ...at(["nodes", name, ...path], edge), node: name }))),
  ]);
  const all = [...ofNodes, ...signalEdges(normal).map((edge) => at([], edge))];
  return all
    .map((edge) => ({ ...edge, place: writtenAt(graph, edge.place) }))
    .filter(({ place }, index, each) => each.findIndex((other) => other.place.join() === place.join()) === index);
}

const at = (within: ValuePath, { path, target, label }: Edge): DeclaredEdge => ({ place: [...within, ...path], target, label });

/** `onError: "clerk"` is short for a default. */
const writtenAt = (graph: GraphData, place: ValuePath): ValuePath =>
  typeof valueAt(graph, place.slice(0, -1)) === "string" ? place.slice(0, -1) : place;

function bodies(node: NormalNode): [ValuePath, Edge[]][] {
  if (node.kind === "each") return [[["do"], bodyEdges(node.do)]];
  if (node.kind !== "parallel") return [];
  return Object.entries(node.branches).map(([branch, body]) => [["branches", branch], bodyEdges(body)]);
}
