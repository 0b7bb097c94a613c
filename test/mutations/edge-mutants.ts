/** Changes of edges: each led to another node and to an end, taken away, and swapped with its neighbour. */
import type { GraphData } from "../../language/index.ts";
import { changedAt, renamedAt, type ValuePath, valueAt } from "./change-at.ts";
import { type DeclaredEdge, declaredEdges } from "./declared-edges.ts";
import type { Mutant } from "./mutant.ts";

export function edgeMutants(graph: GraphData): Mutant[] {
  const edges = declaredEdges(graph);
  return [
    ...edges.flatMap((edge) =>
      otherTargets(graph, edge).map((target) => mutant(edge, `${edge.target} → ${target}`, led(graph, edge, target))),
    ),
    ...edges.map((edge) => mutant(edge, "taken away", withoutEdge(graph, edge.place))),
    ...swaps(edges).map(([a, b]) => mutant(a, `swapped with ${b.label}`, led(led(graph, a, b.target), b, a.target))),
  ];
}

const mutant = ({ place, node, label }: DeclaredEdge, change: string, graph: GraphData): Mutant => ({
  name: `${place.filter((key) => key !== "nodes").join(".")}: ${change}`,
  graph,
  label,
  ...(node !== undefined && { node }),
});

/** A node's handoffs are named after where they lead. */
const isHandoff = (place: ValuePath): boolean => place.at(-2) === "handoff";

const led = (graph: GraphData, { place }: DeclaredEdge, target: string): GraphData =>
  isHandoff(place) ? renamedAt(graph, place, target) : changedAt(graph, place, target);

/** The node declared after the target, and an end. */
function otherTargets(graph: GraphData, { target, place, node }: DeclaredEdge): string[] {
  const taken = isHandoff(place) ? Object.keys(valueAt(graph, place.slice(0, -1)) as object) : [target];
  const names = Object.keys(graph.nodes);
  const after = [...names.slice(names.indexOf(target) + 1), ...names];
  const other = after.find((name) => name !== node && !taken.includes(name));
  const ends = isHandoff(place) ? [] : (graph.endsWith?.map((label) => `end:${label}`) ?? ["end"]);
  const end = ends.find((one) => one !== target);
  return [...(other === undefined ? [] : [other]), ...(end === undefined ? [] : [end])];
}

/** What is there for the edge alone goes with it: a threshold, a bound, a deadline. */
function withoutEdge(graph: GraphData, place: ValuePath): GraphData {
  const isPart = place.at(-1) === "next" && place.length > 3;
  return changedAt(graph, isPart || place[0] === "budget" ? place.slice(0, -1) : place, undefined);
}

/** Neighbours in one map of labels that lead to different targets. */
function swaps(edges: readonly DeclaredEdge[]): [DeclaredEdge, DeclaredEdge][] {
  const maps = Map.groupBy(
    edges.filter(({ place }) => !isHandoff(place)),
    ({ place }) => place.slice(0, -1).join("."),
  );
  return [...maps.values()].flatMap((map) =>
    map.flatMap((edge, index): [DeclaredEdge, DeclaredEdge][] => {
      const other = map[index + 1];
      return other && other.target !== edge.target ? [[edge, other]] : [];
    }),
  );
}
