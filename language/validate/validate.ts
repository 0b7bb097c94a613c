/** The same rules that the compiler enforces on literals, and those that need the whole graph, for declarations that arrive as data. All issues at once. */

import { type Flow, flowOf } from "../graph/flow-graph.ts";
import type { GraphData } from "../graph/graph-data.ts";
import type { NormalGraph } from "../graph/normal-graph.ts";
import { contextOf, normalise, registryFor } from "../graph/normalise.ts";
import type { Issue } from "../issues/issue.ts";
import type { IssueCode } from "../issues/issue-codes.ts";
import { kindOf } from "../kinds/all.ts";
import type { Registry } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { namedIn } from "../rules/references.ts";
import { issueAt, type RuleContext } from "../rules/rule-context.ts";
import { tuningIssues } from "../rules/tuning-issues.ts";
import { raiseChannels } from "../terms/budget-raise.ts";
import type { Params } from "../terms/data-flow.ts";
import { endTargets, WAIT } from "../terms/labels.ts";
import { checkFlow } from "./check-flow.ts";
import { checkHead, checkNames } from "./head/head.ts";
import { checkLocalGraphs } from "./head/local-graphs.ts";
import { checkParams, unusedParams, withSoundParams } from "./head/params.ts";
import { checkPlainData } from "./plain-data.ts";
import { checkRegistry } from "./registry/registry.ts";
import { checkShape } from "./shape.ts";
import { checkTargets } from "./targets.ts";

export interface Validation {
  /** Absent when the data has not even a graph's shape. It may be used when no issue is an error. */
  readonly graph?: GraphData;
  /** The same written out in full, with the overlay's values. */
  readonly normal?: NormalGraph;
  readonly issues: readonly Issue[];
}

/**
 * Checks a declaration that arrives as data, and returns all issues. `overlay` contains an operator's values for the graph's params. Never throws.
 * @example
 * const { graph, issues } = validate(registryOf(supportDesk), JSON.parse(JSON.stringify(supportDesk)));
 * if (graph && issues.every(({ severity }) => severity === "warning")) console.log(graph.id);
 */
export function validate(given: Registry, data: unknown, overlay: Params = {}): Validation {
  const notData = checkPlainData(data);
  if (notData.length > 0) return { issues: notData };
  const shapeIssues = checkShape(data);
  const readable = withoutBrokenNodes(data, shapeIssues);
  if (!readable) return { issues: shapeIssues };
  const whole = data as GraphData;
  const registry = registryFor(given, readable.graphs ? withSoundParams(readable) : readable);
  const ofRegistry = checkRegistry(given);
  const hidesFlow = shapeIssues.length > 0 || ofRegistry.some(({ code }) => hidingFlow.has(code));
  const locals = Object.keys(whole.graphs ?? {});
  const { issues: own, normal } = checkGraph({
    registry,
    graph: readable,
    nodeNames: Object.keys(whole.nodes),
    overlay,
    locals,
    hidesFlow,
  });
  const inHead = checkLocalGraphs({ given, registry, graph: readable }, (name, local) => {
    const graph = { ...local, nodes: readable.graphs?.[name]?.nodes ?? {} };
    const nodeNames = Object.keys(whole.graphs?.[name]?.nodes ?? {});
    return checkGraph({ registry: registryOf(local), graph, nodeNames, overlay: {}, locals, hidesFlow }).issues;
  });
  const issues = inOrder([...ofRegistry, ...shapeIssues, ...inHead, ...own], Object.keys(whole.nodes));
  return shapeIssues.length > 0 ? { issues } : { graph: readable, normal, issues };
}

interface WholeGraph extends NamedGraph {
  /** Something is wrong that the flow would only report again. */
  readonly hidesFlow: boolean;
}

function checkGraph({ hidesFlow, ...graph }: WholeGraph): { issues: Issue[]; normal: NormalGraph } {
  const { issues, flow } = checkNamed(graph);
  const hidden = hidesFlow || issues.some(({ code }) => hidingFlow.has(code));
  return { issues: hidden ? issues : [...issues, ...unusedParams(graph.graph), ...checkFlow(flow)], normal: flow.graph };
}

/** With one of these, walking the graph would only report the same mistake again. */
const hidingFlow: ReadonlySet<IssueCode> = new Set([
  "MISSING_FIELD",
  "UNKNOWN_FIELD",
  "UNKNOWN_TARGET",
  "UNKNOWN_REFERENCE",
  "UNKNOWN_CHANNEL",
  "UNKNOWN_PARAM",
  "UNHANDLED_LABEL",
  "UNKNOWN_LABEL",
  "RESERVED_LABEL",
  "NOT_A_LIST",
  "MISSING_ARGUMENT",
  "ARGUMENT_TYPE",
  "UNKNOWN_OUTPUT",
  "UNPLACED_OUTPUT",
  "UNPLACED_FORM",
]);

/** The part that can still be checked: nodes with an invalid shape are left out, so that the others are checked in the same pass. */
function withoutBrokenNodes(data: unknown, issues: readonly Issue[]): GraphData | undefined {
  if (issues.length === 0) return data as GraphData;
  const {
    own = [],
    inHead = [],
    rest = [],
  } = Object.groupBy(issues, ({ path }) => {
    if (path[0] === "graphs") return path[2] === "nodes" && path.length > 3 ? "inHead" : "rest";
    return path[0] === "nodes" && path.length > 1 ? "own" : "rest";
  });
  if (rest.length > 0) return undefined;
  const graph = data as GraphData;
  const broken = (name: string) => new Set(inHead.flatMap(({ path }) => (path[1] === name ? [path[3]] : [])));
  const graphs = Object.entries(graph.graphs ?? {}).map(([name, local]) => [name, { ...local, nodes: without(local.nodes, broken(name)) }]);
  return {
    ...graph,
    nodes: without(graph.nodes, new Set(own.map(({ path }) => path[1]))),
    ...(graph.graphs && { graphs: Object.fromEntries(graphs) }),
  };
}

const without = (nodes: GraphData["nodes"], names: ReadonlySet<string | number | undefined>): GraphData["nodes"] =>
  Object.fromEntries(Object.entries(nodes).filter(([name]) => !names.has(name)));

interface NamedGraph {
  readonly registry: Registry;
  readonly graph: GraphData;
  readonly nodeNames: readonly string[];
  readonly overlay: Params;
  /** The graphs in the declaration's head. */
  readonly locals: readonly string[];
}

function checkNamed({ registry, graph, nodeNames, overlay, locals }: NamedGraph): { issues: Issue[]; flow: Flow } {
  const { issues, resolved, paramAt } = checkParams(graph, overlay);
  const stops = stopsOf(graph);
  const flow = flowOf(normalise(resolved, registry, overlay), registry);
  const context = contextOf(resolved, registry);
  const raisable = raiseChannels(graph.budget);
  const ruleContext = (name: string): RuleContext => ({
    ...context,
    stops,
    locals,
    raisable,
    takesFailures: graph.defaults?.onError !== undefined && graph.defaults.onError !== name,
    takesCodes: false,
    example: "<node>",
    path: ["nodes", name],
    nodeNames,
    paramAt: (path) => paramAt(["nodes", name, ...path]),
    tuned: (called, params) => tunedIssues(registry, called, params),
    issue: (code, path, message, advice) => issueAt(code, ["nodes", name, ...path], message, advice),
  });
  const ofNodes = Object.entries(resolved.nodes).flatMap(([name, node]) => kindOf(node).check(node, ruleContext(name)));
  return {
    issues: [
      ...checkNames(registry, nodeNames),
      ...checkHead(registry, graph),
      ...checkTargets({ graph: resolved, flow, nodeNames, stops }),
      ...issues,
      ...ofNodes,
    ],
    flow,
  };
}

function tunedIssues(registry: Registry, name: string, params: Params): Issue[] {
  const graph = namedIn(registry.graphs, name);
  if (!graph || "graph" in graph) return [];
  return tuningIssues((values) => validate(registryOf(graph), graph, values).issues, { params });
}

/** A graph that declares how it ends has no plain `end`. */
function stopsOf({ endsWith }: GraphData): string[] {
  return [...endTargets(endsWith), WAIT];
}

/** The graph's own fields first, then node by node as they are declared. */
function inOrder(issues: readonly Issue[], nodeNames: readonly string[]): Issue[] {
  const rank = ({ path: [field, name] }: Issue) => (field === "nodes" ? nodeNames.indexOf(String(name)) + 1 : 0);
  return issues.toSorted((a, b) => rank(a) - rank(b));
}
