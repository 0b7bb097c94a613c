/** The graph in which paths are searched, and which edges they may take. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import type { Registry } from "../../language/registry/registry.ts";
import type { EdgeType } from "../../language/terms/edge.ts";
import type { Allows } from "./walk.ts";

export const groups = ["errors", "lowConfidence", "deadlines", "decisions", "signals", "bounds", "recovery"] as const;
export type Include = (typeof groups)[number];

const groupOf: Readonly<Record<EdgeType, Include | undefined>> = {
  flow: undefined,
  decision: "decisions",
  error: "errors",
  deadline: "deadlines",
  unsure: "lowConfidence",
  bound: "bounds",
  signal: "signals",
};

export function allowing(graph: NormalGraph, include: readonly Include[]): Allows {
  return (name, edge) => {
    const group = groupOf[edge.type];
    if (group === undefined || include.includes(group)) return true;
    const node = graph.nodes[name];
    return edge.type === "decision" && node !== undefined && edgesOf(node)[0]?.label === edge.label;
  };
}

export interface EnumerationContext {
  readonly normal: NormalGraph;
  readonly registry: Registry;
  readonly allows: Allows;
  readonly include: readonly Include[];
}
