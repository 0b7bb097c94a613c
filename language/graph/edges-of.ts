/** The only place that knows where a node can go. Validation, compiling, drawing, path enumeration, coverage and `diff` all read it. */

import { kindOf, type NormalNode } from "../kinds/all.ts";
import { commonEdges } from "../kinds/kind/common.ts";
import { type Edge, edgeTo } from "../terms/edge.ts";
import { signalLabel } from "../terms/labels.ts";
import type { NormalGraph } from "./normal-graph.ts";

/**
 * The edges of a node: each label with its target, and the channels that are written on the way.
 * @example
 * const { nodes } = normalise(supportDesk, registryOf(supportDesk));
 * for (const [name, node] of Object.entries(nodes)) for (const { label, target } of edgesOf(node)) console.log(`${name} -${label}-> ${target}`);
 */
export function edgesOf(node: NormalNode): readonly Edge[] {
  const known = edges.get(node);
  if (known) return known;
  const found = [...kindOf(node).edges(node), ...commonEdges(node)];
  edges.set(node, found);
  return found;
}

/** Every rule, the compiler and drawings ask for the same ones. */
const edges = new WeakMap<NormalNode, readonly Edge[]>();

/**
 * The edges that lead out of any active node: one per signal, with the label `signal:<name>`.
 * @example
 * console.log(signalEdges(normalise(supportDesk, registryOf(supportDesk))).map(({ label, target }) => `${label} -> ${target}`));
 */
export function signalEdges(graph: NormalGraph): Edge[] {
  return Object.entries(graph.signals).map(([name, { next }]) =>
    edgeTo(next, { label: signalLabel(name), path: ["signals", name, "next"], type: "signal" }),
  );
}
