/** What paths are looked for in, and which edges they may take. */
import type { NormalGraph, NormalNode } from "../../language/graph/normal-graph.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { type Allows, isBound, isFailure } from "./walk.ts";

export const groups = ["errors", "lowConfidence", "deadlines", "decisions", "signals", "bounds", "recovery"] as const;
export type Include = (typeof groups)[number];

export function allowing(graph: NormalGraph, include: readonly Include[]): Allows {
  return (name, { label }) => {
    const node = graph.nodes[name] as NormalNode;
    if (isFailure(label)) return include.includes("errors");
    if (label === "lowConfidence") return include.includes("lowConfidence");
    if (label === "expired") return include.includes("deadlines");
    if (isBound({ label })) return include.includes("bounds");
    return node.kind !== "interrupt" || include.includes("decisions") || Object.keys(node.decisions)[0] === label;
  };
}

export interface Surroundings {
  readonly normal: NormalGraph;
  readonly registry: Registry;
  readonly allows: Allows;
  readonly include: readonly Include[];
}
