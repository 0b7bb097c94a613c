/** The path of a turn: edges, visits, and its text. It is part of the thread's own state, so the two can never disagree. */

import { SignalboxError } from "../../language/issues/errors.ts";
import type { Edge } from "../../language/terms/edge.ts";
import { messageEnters } from "../../language/terms/labels.ts";
import type { Path, Step } from "../../language/terms/step.ts";

/** The edge of an answered label. The only way from a label to a target. */
export function edgeFor(node: string, edges: readonly Edge[], label: string): Edge {
  const edge = edges.find((candidate) => candidate.label === label);
  if (edge) return edge;
  const declared = edges.map((candidate) => `"${candidate.label}"`).join(", ");
  throw new SignalboxError("UNDECLARED_LABEL", `node "${node}" answered "${label}", which has no target. Declared: ${declared}.`, {
    node,
    label,
  });
}

export const visitsOf = (path: Path, node: string): number => path.filter((step) => step.node === node).length;

/** The node that the next message enters, because the last turn stopped with `wait` there or with its name. */
export function waitingNode(path: Path): string | undefined {
  const last = path.at(-1);
  return last && messageEnters(last.target, last.node);
}

/** `triage -billing-> findOrder`; attempts are shown where there were several. */
export function formatStep({ node, label, target, attempts, dropped, raised }: Step): string {
  const tries = attempts === undefined ? "" : ` (${attempts} attempts)`;
  const more = Object.entries(raised ?? {}).map(([limit, by]) => `${by} ${limit}`);
  const lost = dropped === undefined ? "" : ` (${dropped} dropped)`;
  return `${node} -${label}-> ${target}${tries}${lost}${more.length === 0 ? "" : ` (budget raised by ${more.join(", ")})`}`;
}
