/** What every node written out in full has, and the edges that come with it. */
import type { Edge } from "../../terms/edge.ts";
import { oneEdge } from "../../terms/edge.ts";

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
  return [...errorEdges(node), ...(node.visits ? [oneEdge("exhausted", node.visits.next, ["visits", "next"])] : []), ...budgetEdges(node)];
}

export function errorEdges({ onError = {}, inheritsOnError }: NormalCommon): Edge[] {
  return Object.entries(onError).map(([code, target]): Edge => {
    if (code !== "default") return oneEdge(`error:${code}`, target, ["onError", code]);
    if (inheritsOnError) return { ...oneEdge("error", target, ["defaults", "onError"]), inherited: true };
    return oneEdge("error", target, ["onError", "default"]);
  });
}

function budgetEdges({ budget }: NormalCommon): Edge[] {
  return budget ? [{ ...oneEdge("budget", budget.next, ["budget", "next"]), inherited: true }] : [];
}
