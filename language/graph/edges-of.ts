/** The only place that knows where a node can go. Validation, compiling, drawing, path enumeration, coverage and `diff` all read it. */

import { kindOf, type NormalNode } from "../kinds/all.ts";
import { commonEdges } from "../kinds/kind/common.ts";
import { type Edge, edgeTo } from "../terms/edge.ts";
import { signalLabel } from "../terms/labels.ts";
import type { NormalGraph } from "./normal-graph.ts";

export function edgesOf(node: NormalNode): Edge[] {
  return [...kindOf(node).edges(node), ...commonEdges(node)];
}

/** Ways that lead out of whatever node is active: one for each signal, under `signal:<name>`. */
export function signalEdges(graph: NormalGraph): Edge[] {
  return Object.entries(graph.signals).map(([name, { next }]) =>
    edgeTo(next, { label: signalLabel(name), path: ["signals", name, "next"], type: "signal" }),
  );
}
