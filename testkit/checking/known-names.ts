/** All that a scenario of a graph can name: its nodes and code, those of the graphs inside it, and what each node can answer. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { agentErrors } from "../../language/kinds/agent/agent-errors.ts";
import { bodiesOf } from "../../language/kinds/all.ts";
import type { Question, Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import type { Params } from "../../language/terms/data-flow.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import { checkedGraph } from "../../language/validate/checked-graph.ts";
import { kitOf } from "../kinds/all.ts";

/** A node, or the body of one. */
export interface KnownNode {
  /** By which its code is scripted: `<graph>/<node>` in a graph inside. */
  readonly script: string;
  /** As it is called in its own graph. */
  readonly name: string;
  /** It has code that a script can replace. */
  readonly isScripted: boolean;
  /** What its code can answer. */
  readonly labels: readonly string[];
  /** What its code can fail with. */
  readonly codes: readonly string[];
  /** Of an interrupt. */
  readonly question: Question | undefined;
  readonly deadlines: boolean;
  /** Its visits are bounded. */
  readonly isBounded: boolean;
  /** Its agent asks about tool calls. */
  readonly approves: boolean;
  /** Its agent, if that calls a model. */
  readonly modelAgent: string | undefined;
}

export interface KnownNames {
  readonly nodes: readonly KnownNode[];
  /** The bounds of the graphs that have a budget. */
  readonly budgets: readonly string[];
  readonly code: Readonly<Record<"agents" | "routers" | "tasks" | "tools" | "models", readonly string[]>>;
}

/** @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) if the graph, or one inside it, is invalid. */
export function knownNames(graph: GraphData, params?: Params, within = ""): KnownNames {
  const registry = registryOf(graph);
  const { nodes } = checkedGraph(registry, graph, params);
  const own = Object.entries(nodes).flatMap(([name, node]) => [
    knownNode({ name, node, registry, within }),
    ...Object.entries(bodiesOf(node)).map(([body, inside]) =>
      knownNode({ name: kitOf(node).bodyScript?.(name) ?? bodyName(name, body), node: inside, registry, within }),
    ),
  ]);
  const inside = Object.entries(registry.graphs ?? {}).flatMap(([name, child]) =>
    "graph" in child ? [] : [knownNames(child, undefined, `${within}${name}/`)],
  );
  const names = (group: keyof KnownNames["code"]) => [
    ...new Set([...Object.keys(registry[group] ?? {}), ...inside.flatMap(({ code }) => code[group])]),
  ];
  return {
    nodes: [...own, ...inside.flatMap((child) => child.nodes)],
    budgets: [...(graph.budget ? [`${within}*`] : []), ...inside.flatMap((child) => child.budgets)],
    code: { agents: names("agents"), routers: names("routers"), tasks: names("tasks"), tools: names("tools"), models: names("models") },
  };
}

interface Found {
  readonly name: string;
  readonly node: NormalNode;
  readonly registry: Registry;
  readonly within: string;
}

function knownNode({ name, node, registry, within }: Found): KnownNode {
  const kit = kitOf(node);
  const { question, deadlines = [] } = "question" in node ? node : { question: undefined };
  return {
    script: `${within}${name}`,
    name,
    isScripted: kit.isScripted(node, registry),
    labels: [...new Set(edgesOf(node).flatMap(({ type, label }) => (type === "flow" ? [label] : [])))],
    codes: [...(kit.codes?.(node, registry) ?? []), ...Object.keys(agentErrors), "effectUnknown", ...Object.keys(node.onError ?? {})],
    question: question === undefined ? undefined : registry.questions?.[question],
    deadlines: deadlines.some((deadline) => "next" in deadline),
    isBounded: node.visits !== undefined,
    approves: (kit.approvedTools?.(node) ?? []).length > 0,
    modelAgent: "agent" in node && "prompt" in (registry.agents?.[node.agent] ?? {}) ? node.agent : undefined,
  };
}
