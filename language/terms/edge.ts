/** One way out of a node: the label that the node answers and the target that takes it. */
import type { IssuePath } from "../issues/issue.ts";

export interface Edge {
  /** `next`, a route, a decision, `error:<CODE>`, `error`, `lowConfidence`, `exhausted`, `expired`, `effectUnknown`, `budget` or `handoff:<node>`. */
  readonly label: string;
  /** A node, `end` or `wait`. */
  readonly target: string;
  /** Where the declaration says so, inside the node; inside the graph when inherited. */
  readonly path: IssuePath;
  /** Written into the node from the graph's `defaults` or `budget`. */
  readonly inherited?: true;
  /** Channels that certainly hold a value once this edge is taken. */
  readonly writes: readonly string[];
}

/** Edges of a label map under one field, e.g. `routes`. */
export function labelledEdges(
  field: string,
  map: Readonly<Record<string, string>>,
  writes: (label: string) => readonly string[] = () => [],
): Edge[] {
  return Object.entries(map).map(([label, target]) => ({ label, target, path: [field, label], writes: writes(label) }));
}

export const oneEdge = (label: string, target: string, path: IssuePath, writes: readonly string[] = []): Edge => ({
  label,
  target,
  path,
  writes,
});
