/** A declaration with how often its tests took each part of it. Counts; draws and prints nothing. */
import type { DeclaredDeadline, DeclaredEdge, DeclaredNode, GraphParts } from "./declared-graph.ts";
import { type Count, type CoveragePart, countOf } from "./part.ts";

/** What one path took of one graph. */
export interface Taken {
  readonly nodes: readonly string[];
  /** As `"node label"`. */
  readonly edges: readonly string[];
  /** As `"node index"`. */
  readonly deadlines: readonly string[];
}

/** How many paths took it. What has a reason counts only when one did. */
type Covered<T> = Omit<T, "inheritedBy"> & { readonly paths: number };

export interface CoveredLists {
  readonly nodes: readonly Covered<DeclaredNode>[];
  readonly edges: readonly Covered<DeclaredEdge>[];
  readonly deadlines: readonly Covered<DeclaredDeadline>[];
}
export interface CoveredGraph extends CoveredLists, Pick<GraphParts, "graph" | "version" | "drawing"> {
  /** Declarations of the same id and version that were run and are not counted, because fewer paths ran them. */
  readonly others: number;
  readonly parts: Readonly<Record<CoveragePart, Count>>;
}

export function coveredGraph({ graph, version, drawing, ...declared }: GraphParts, paths: readonly Taken[]): CoveredGraph {
  const sets = paths.map(({ nodes, edges, deadlines }) => ({
    nodes: new Set(nodes),
    edges: new Set(edges),
    deadlines: new Set(deadlines),
  }));
  const times = (kind: keyof Taken, keys: readonly string[]) => sets.filter((path) => keys.some((key) => path[kind].has(key))).length;
  const lists: CoveredLists = {
    nodes: declared.nodes.map((one) => ({ ...one, paths: times("nodes", namesOf(one.node)) })),
    edges: declared.edges.map(({ inheritedBy, ...one }) => ({
      ...one,
      paths: times("edges", keysOf(inheritedBy ?? [one.node], one.label)),
    })),
    deadlines: declared.deadlines.map((one) => ({ ...one, paths: times("deadlines", [`${one.node} ${one.index}`]) })),
  };
  return { graph, version, others: 0, parts: countsOf(lists), ...lists, drawing };
}

const keysOf = (nodes: readonly string[], label: string): string[] => nodes.map((node) => `${node} ${label}`);

/** The body of an each node begins under the name of its vertex. */
const namesOf = (node: string): string[] => [node, node.replace(/\.do$/, ".item")];

export type TakenPaths = Pick<Covered<DeclaredNode>, "paths" | "reason">;
export const isUntaken = ({ paths, reason }: TakenPaths): boolean => paths === 0 && reason === undefined;
export const isUnforced = ({ paths, reason }: TakenPaths): boolean => paths === 0 && reason !== undefined;

export function countsOf(lists: CoveredLists): Record<CoveragePart, Count> {
  const count = (part: CoveragePart): Count => {
    const counted = listOf(lists, part).filter((one) => !isUnforced(one));
    return countOf(counted.length, counted.filter((one) => !isUntaken(one)).length);
  };
  return {
    nodes: count("nodes"),
    edges: count("edges"),
    decisions: count("decisions"),
    errors: count("errors"),
    deadlines: count("deadlines"),
  };
}

/** What a part counts. */
export function listOf(
  { nodes, edges, deadlines }: CoveredLists,
  part: CoveragePart,
): CoveredLists["nodes"] | CoveredLists["edges"] | CoveredLists["deadlines"] {
  switch (part) {
    case "nodes":
      return nodes;
    case "edges":
      return edges;
    case "decisions":
      return edges.filter(({ kind }) => kind === "decision");
    case "errors":
      return edges.filter(({ kind }) => kind === "error");
    case "deadlines":
      return deadlines;
  }
}
