/** Answers for every question that a graph may ask, inside its subgraphs too: a bounded number each. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import type { NormalInterrupt } from "../../language/kinds/interrupt/interrupt-node.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import type { Answer } from "../../nodes/interrupt/answer.ts";
import type { Draw } from "./draw.ts";

export const MOST_ITEMS = 3;

export function randomAnswers(draw: Draw, graph: GraphData, registry: Registry): Record<string, Answer[]> {
  return Object.fromEntries(asking(graph, registry).map(([name, node]) => [name, answersOf(draw, node)]));
}

function answersOf(draw: Draw, { question, deadlines }: NormalInterrupt): Answer[] {
  const form = { text: "changed", count: 2 };
  const declared: Answer[] =
    question === "plain" ? [{ decision: "ok" }, { decision: "cancelled" }] : [{ decision: "yes" }, { decision: "change", form }];
  const late: Answer[] = deadlines.some((deadline) => "next" in deadline) ? [{ decision: "expired" }] : [];
  return Array.from({ length: draw.below(5) }, () => draw.one([...declared, ...late]));
}

type Asking = readonly [name: string, node: NormalInterrupt];

function asking(graph: GraphData, registry: Registry): Asking[] {
  return Object.entries(normalise(graph, registry).nodes).flatMap(([name, node]) => askingIn(name, node, registry));
}

/** Questions inside a subgraph have the names that they have there. */
function askingIn(name: string, node: NormalNode, registry: Registry): Asking[] {
  if (node.kind === "interrupt") return [[name, node]];
  if (node.kind === "parallel")
    return Object.entries(node.branches).flatMap(([branch, body]) => askingIn(`${name}.${branch}`, body, registry));
  if (node.kind === "each")
    return Array.from({ length: MOST_ITEMS }, (_, index) => askingIn(`${name}[${index}]`, node.do, registry)).flat();
  const child = node.kind === "subgraph" ? registry.graphs?.[node.graph] : undefined;
  return child && !("graph" in child) ? asking(child, registryOf(child)) : [];
}
