/** What every node written out in full has, and the edges that come with it. */
import type { RegistryEntries } from "../../registry/entries.ts";
import type { Edge } from "../../terms/edge.ts";
import { edgeTo } from "../../terms/edge.ts";
import { DEFAULT_CODE, errorLabel } from "../../terms/labels.ts";
import type { SubgraphFacts } from "../../terms/subgraph-facts.ts";
import type { NormalPolicy } from "./policy.ts";

export interface NormalVisits {
  max: number;
  next: string;
}
export interface NormalBudget {
  steps?: number;
  tokens?: number;
  usd?: number;
  timeMs?: number;
  next: string;
}
export interface NormalCommon {
  visits?: NormalVisits;
  /** The graph's budget: absent on interrupts and on its own target. */
  budget?: NormalBudget;
  /** Error code → target; `default` for every other error. */
  onError?: Record<string, string>;
  /** `onError.default` comes from the graph's defaults. */
  inheritsOnError?: true;
}

/** Edges of errors, of spent visits and of the budget. */
export function commonEdges(node: NormalCommon): Edge[] {
  return [
    ...errorEdges(node),
    ...(node.visits ? [edgeTo(node.visits.next, { label: "exhausted", path: ["visits", "next"], type: "bound" })] : []),
    ...budgetEdges(node),
  ];
}

export function errorEdges({ onError = {}, inheritsOnError }: NormalCommon): Edge[] {
  return Object.entries(onError).map(([code, target]): Edge => {
    const label = errorLabel(code);
    if (code === DEFAULT_CODE && inheritsOnError)
      return edgeTo(target, { label, path: ["defaults", "onError"], type: "error", inherited: true });
    return edgeTo(target, { label, path: ["onError", code], type: "error" });
  });
}

function budgetEdges({ budget }: NormalCommon): Edge[] {
  return budget ? [edgeTo(budget.next, { label: "budget", path: ["budget", "next"], type: "bound", inherited: true })] : [];
}

/** What a graph gives to its nodes while they are written out in full and checked. */
export interface NormalContext {
  readonly registry: RegistryEntries;
  readonly defaults: NormalPolicy;
  /** A graph of the registry, by its name there. */
  subgraph(name: string): SubgraphFacts | undefined;
}
