/** What several runs, or several declarations of one graph, took together: one entry for each id. */
import { type CoveredGraph, type CoveredLists, countsOf, type TakenPaths } from "./covered-graph.ts";

export function joinedGraphs(graphs: readonly CoveredGraph[]): CoveredGraph[] {
  const byId = Map.groupBy(graphs, ({ graph }) => graph);
  return [...byId.values()].flatMap(joinedGraph).sort((a, b) => (a.graph < b.graph ? -1 : 1));
}

/** Of several versions the highest counts. Tests may run variants of it, or another graph under its id: then the one that most paths ran. */
function joinedGraph(graphs: readonly CoveredGraph[]): CoveredGraph[] {
  const version = Math.max(...graphs.map((graph) => graph.version));
  const latest = graphs.filter((graph) => graph.version === version);
  const byShape = [...Map.groupBy(latest, shapeOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  const [counted, ...rivals] = byShape.flatMap(([, same]) => sumOf(same)).sort((a, b) => visitsOf(b) - visitsOf(a));
  return counted ? [{ ...counted, others: Math.max(rivals.length, ...latest.map(({ others }) => others)) }] : [];
}

const nodeKey = ({ node }: CoveredLists["nodes"][number]): string => node;
const edgeKey = ({ node, label, target }: CoveredLists["edges"][number]): string => `${node} -${label}-> ${target}`;
const deadlineKey = ({ node, index }: CoveredLists["deadlines"][number]): string => `${node} ${index}`;

/** Constants and schemas make no other graph. */
function shapeOf({ nodes, edges, deadlines }: CoveredGraph): string {
  return JSON.stringify([nodes.map(nodeKey), edges.map(edgeKey), deadlines.map(deadlineKey)].map((keys) => keys.toSorted()));
}

const visitsOf = ({ nodes }: CoveredGraph): number => nodes.reduce((sum, { paths }) => sum + paths, 0);

function sumOf(same: readonly CoveredGraph[]): CoveredGraph[] {
  const lists: CoveredLists = {
    nodes: sums(
      same.flatMap(({ nodes }) => nodes),
      nodeKey,
    ),
    edges: sums(
      same.flatMap(({ edges }) => edges),
      edgeKey,
    ),
    deadlines: sums(
      same.flatMap(({ deadlines }) => deadlines),
      deadlineKey,
    ),
  };
  return same.slice(0, 1).map((first) => ({ ...first, parts: countsOf(lists), ...lists }));
}

function sums<T extends TakenPaths>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...Map.groupBy(all, keyOf).values()].flatMap((same) => {
    const paths = same.reduce((sum, one) => sum + one.paths, 0);
    return same.slice(0, 1).map((first) => ({ ...first, paths }));
  });
}
