/** The only place that knows where a node can go. Validation, compiling, drawing, path enumeration, coverage and `diff` all read it. */
import type { Edge } from "./edge.ts";
import { kindOf, type NormalNode } from "./kinds/all.ts";
import { commonEdges } from "./kinds/common.ts";

export function edgesOf(node: NormalNode): Edge[] {
  return [...kindOf(node).edges(node), ...commonEdges(node)];
}
