/** Differences in behaviour between two declarations: formatting is ignored. */
import { edgesOf, signalEdges } from "../graph/edges-of.ts";
import type { GraphData } from "../graph/graph-data.ts";
import type { NormalGraph, NormalNode } from "../graph/normal-graph.ts";
import { normalise } from "../graph/normalise.ts";
import type { GraphWithRegistry } from "../registry/registry-of.ts";
import { type Change, compareMaps } from "./change.ts";
import { compareFingerprints } from "./compare-fingerprints.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { compareLeaves } from "./leaves.ts";

/** Both must have passed `validate`. */
export function compareGraphs(before: GraphWithRegistry, after: GraphWithRegistry): Change[] {
  return [
    ...compareHeads(before.graph, after.graph),
    ...compareParams(before.graph, after.graph),
    ...compareNodes(before, after),
    ...compareEdges(edgesByLabel(before), edgesByLabel(after)),
    ...compareFingerprints(fingerprintOf(before.registry, before.graph), fingerprintOf(after.registry, after.graph)),
  ];
}

function compareHeads(before: GraphData, after: GraphData): Change[] {
  const head = ({ params: _params, nodes: _nodes, defaults, budget, signals = {}, ...rest }: GraphData) => ({
    ...rest,
    signals: Object.fromEntries(Object.entries(signals).map(([name, { by }]) => [name, { by }])),
    ...(defaults && { defaults: { ...defaults, onError: undefined } }),
    ...(budget && { budget: { ...budget, next: undefined } }),
  });
  return compareLeaves(head(before), head(after)).map((leaf) => ({ part: "graph", name: "head", change: "changed", ...leaf }));
}

function compareParams({ params: before = {} }: GraphData, { params: after = {} }: GraphData): Change[] {
  return compareMaps("param", [before, after], (name, old, new_) =>
    old === new_ ? [] : [{ part: "param", name, change: "retuned", before: old, after: new_ }],
  );
}

/** The new graph with the old values of the params that both have: a retuned param is one change, not one in each node that uses it. */
const sharedParams = ({ params: before = {} }: GraphData, { params: after = {} }: GraphData): NonNullable<GraphData["params"]> =>
  Object.fromEntries(Object.entries(before).filter(([name]) => Object.hasOwn(after, name)));

/** Without inherited edges, which would be repeated for each node. */
function nodesAlone(
  { graph: { defaults: _defaults, budget: _budget, ...alone }, registry }: GraphWithRegistry,
  params = {},
): NormalGraph["nodes"] {
  return normalise(alone, registry, params).nodes;
}

function compareNodes(before: GraphWithRegistry, after: GraphWithRegistry): Change[] {
  const untuned = nodesAlone(after, sharedParams(before.graph, after.graph));
  return compareMaps("node", [nodesAlone(before), nodesAlone(after)], (name, old, new_) => {
    const changed = new Set(compareLeaves(settingsOf(old), settingsOf(untuned[name] ?? new_)).map(({ at }) => at));
    const leaves = compareLeaves(settingsOf(old), settingsOf(new_)).filter(({ at }) => changed.has(at));
    return leaves.map((leaf) => ({ part: "node", name, change: "changed", ...leaf }));
  });
}

/** Everything except edges, which are compared by their labels. */
function settingsOf(node: NormalNode): unknown {
  const places = new Set(edgesOf(node).map(({ path }) => path.join(".")));
  const withoutTargets = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (places.has(path.join(".")) && typeof value === "string" && path[0] !== "handoff") return undefined;
    if (Array.isArray(value)) return value.map((item, index) => withoutTargets(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutTargets(item, [...path, key])]));
  };
  return withoutTargets(node, []);
}

/** `"triage -billing->"` → its target. Inherited edges are listed once, under "every node". */
function edgesByLabel({ graph, registry }: GraphWithRegistry): Record<string, string> {
  const normal = normalise(graph, registry);
  const ofNodes = Object.entries(normal.nodes).flatMap(([name, node]) =>
    edgesOf(node).map((edge) => ({ from: edge.inherited ? "every node" : name, ...edge })),
  );
  const edges = [...ofNodes, ...signalEdges(normal).map((edge) => ({ from: "from outside", ...edge }))];
  return Object.fromEntries(edges.map(({ from, label, target }) => [`${from} -${label}->`, target]));
}

function compareEdges(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Change[] {
  return compareMaps("edge", [before, after], (name, old, new_) =>
    old === new_ ? [] : [{ part: "edge", name, change: "changed", before: old, after: new_ }],
  );
}
