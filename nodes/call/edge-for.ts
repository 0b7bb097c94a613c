/** The edge of an answered label. There is no other way from a label to a target. */

import { SignalboxError } from "../../language/issues/errors.ts";
import type { Edge } from "../../language/terms/edge.ts";

export function edgeFor(node: string, edges: readonly Edge[], label: string): Edge {
  const edge = edges.find((candidate) => candidate.label === label);
  if (edge) return edge;
  const declared = edges.map((candidate) => `"${candidate.label}"`).join(", ");
  throw new SignalboxError("UNDECLARED_LABEL", `node "${node}" answered "${label}", which has no target. Declared: ${declared}.`, {
    node,
    label,
  });
}
