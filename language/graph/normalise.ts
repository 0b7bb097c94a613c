/** Writes everything implied into the nodes: params, defaults, the budget, arguments by name. The result is what all tools read. */

import { bodiesOf, isRemembering, kindOf, type NodeData, type NormalNode } from "../kinds/all.ts";
import type { NormalCommon, NormalContext } from "../kinds/kind/common.ts";
import { type NormalPolicy, normalRetry } from "../kinds/kind/policy.ts";
import type { Registry } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { namedIn } from "../rules/references.ts";
import type { Params } from "../terms/data-flow.ts";
import { durationMs } from "../terms/duration.ts";
import { DEFAULT_CODE } from "../terms/labels.ts";
import type { WrittenAtStops } from "../terms/subgraph-facts.ts";
import { flowOf } from "./flow-graph.ts";
import type { GraphData } from "./graph-data.ts";
import { localFacts } from "./local-facts.ts";
import { withLocalGraphs } from "./local-graphs.ts";
import type { NormalGraph } from "./normal-graph.ts";
import { resolveParams } from "./params.ts";
import { subgraphFacts } from "./subgraph-facts.ts";
import { writtenAtStops } from "./written.ts";

/**
 * The normal form of a graph: params, defaults, the budget and implied arguments are written into every node. `overlay` contains an operator's values for the params.
 * @example
 * const { nodes } = normalise(supportDesk, registryOf(supportDesk), { sure: 0.7 });
 * console.log(Object.keys(nodes));
 */
export function normalise(graph: GraphData, given: Registry, overlay: Params = {}): NormalGraph {
  const registry = registryFor(given, graph);
  const resolved = resolveParams(graph, overlay);
  const context = contextOf(resolved, registry);
  const nodes = Object.entries(resolved.nodes).map(([name, node]) => [name, normalNode(name, node, { resolved, context })] as const);
  return {
    id: graph.id,
    version: graph.version,
    ...(graph.description !== undefined && { description: graph.description }),
    start: graph.start,
    input: graph.input ?? [],
    output: graph.output ?? Object.keys(registry.state),
    keeps: graph.keeps ?? [],
    endsWith: graph.endsWith ?? [],
    signals: graph.signals ?? {},
    params: { ...graph.params, ...overlay },
    nodes: Object.fromEntries(nodes),
  };
}

/** A registry with the graphs in the head of the declaration, which its nodes can call. */
export const registryFor = (registry: Registry, graph: GraphData): Registry => withLocalGraphs(registry, graph, normalise);

/** `graph` has its params replaced. */
export function contextOf(graph: GraphData, registry: Registry): NormalContext {
  const subgraph = (name: string) => {
    const child = namedIn(registry.graphs, name);
    return child && subgraphFacts(child, { writtenAtStops: stopsOf, remembers });
  };
  return { registry, defaults: normalDefaults(graph.defaults), subgraph };
}

const knownStops = new WeakMap<GraphData, WrittenAtStops>();

function stopsOf(graph: GraphData): WrittenAtStops {
  const known = knownStops.get(graph);
  if (known) return known;
  const registry = registryOf(graph);
  // a local graph may take more, and its caller may not have it
  const input = localFacts(graph)?.needs ?? graph.input ?? [];
  const found = writtenAtStops(flowOf(normalise({ ...graph, input: [...input] }, registry), registry));
  knownStops.set(graph, found);
  return found;
}

/** A graph inside another keeps as that one is called, so both are. */
function remembers(graph: GraphData): boolean {
  if ((graph.keeps ?? []).length > 0) return true;
  const nodes = Object.values(normalise(graph, registryOf(graph)).nodes);
  return nodes.some((node) => [node, ...Object.values(bodiesOf(node))].some(isRemembering));
}

function normalDefaults(defaults: GraphData["defaults"] = {}): NormalPolicy {
  return {
    ...(typeof defaults.timeout === "string" && { timeoutMs: durationMs(defaults.timeout) }),
    ...(defaults.retry && { retry: normalRetry(defaults.retry) }),
  };
}

interface Inside {
  readonly resolved: GraphData;
  readonly context: NormalContext;
}

function normalNode(name: string, node: NodeData, { resolved, context }: Inside): NormalNode {
  const kind = kindOf(node);
  const inherited: Pick<GraphData, "defaults" | "budget"> = kind.inheritsEdges ? resolved : {};
  const common: NormalCommon = {
    ...(node.visits && { visits: { max: Number(node.visits.max), next: node.visits.next } }),
    ...errorTargets(node, inheritedTarget(name, inherited.defaults?.onError)),
    ...(inherited.budget && inherited.budget.next !== name && { budget: normalBudget(inherited.budget) }),
  };
  return { ...kind.normalise(node, context), ...common };
}

/** A default never leads a node to itself: that would be an undeclared loop. */
const inheritedTarget = (name: string, target: string | undefined) => (target === name ? undefined : target);

function errorTargets(node: NodeData, inherited: string | undefined): Pick<NormalCommon, "onError" | "inheritsOnError"> {
  const said = "onError" in node ? node.onError : undefined;
  const own: Record<string, string> = typeof said === "string" ? { [DEFAULT_CODE]: said } : { ...said };
  if (inherited !== undefined && !Object.hasOwn(own, DEFAULT_CODE))
    return { onError: { ...own, [DEFAULT_CODE]: inherited }, inheritsOnError: true };
  return Object.keys(own).length > 0 ? { onError: own } : {};
}

function normalBudget({ steps, tokens, usd, time, next }: NonNullable<GraphData["budget"]>): NonNullable<NormalCommon["budget"]> {
  return {
    ...(steps !== undefined && { steps }),
    ...(tokens !== undefined && { tokens }),
    ...(usd !== undefined && { usd }),
    ...(time !== undefined && { timeMs: durationMs(time) }),
    next,
  };
}
