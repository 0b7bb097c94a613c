/** One way out of a node: the label that the node answers and the target that takes it. */
import type { IssuePath } from "../issues/issue.ts";

/** What an edge is for. `unsure`: a choice below the threshold. `bound`: visits or the budget are spent. */
export type EdgeType = "flow" | "decision" | "error" | "deadline" | "unsure" | "bound" | "signal";

export interface Edge {
  /** `next`, a route, a decision, `error:<CODE>`, `error`, `lowConfidence`, `exhausted`, `expired`, `effectUnknown`, `budget`, `handoff:<node>` or `approval:<decision>`. */
  readonly label: string;
  /** A node, `end` or `wait`. */
  readonly target: string;
  readonly type: EdgeType;
  /** The place of the declaration: inside the node, or inside the graph when inherited. */
  readonly path: IssuePath;
  /** Written into the node from the graph's `defaults` or `budget`. */
  readonly inherited?: true;
  /** Channels that certainly hold a value once this edge is taken. */
  readonly writes: readonly string[];
  /** Channels that it writes only if there is something to write. */
  readonly maybe?: readonly string[];
  /** Channels that hold a value on it, although it writes nothing to them: it is only taken where they do. */
  readonly proves?: readonly string[];
  /** Channels that hold nothing once it is taken. */
  readonly clears?: readonly string[];
  /** An ordinary label that is answered only where there is nothing to do. */
  readonly isDetour?: true;
}

/** All channels that an edge can write. */
export const mayWrite = ({ writes, maybe = [] }: Edge): string[] => [...writes, ...maybe];

/** The channels that hold a value after it, given those that held one before. */
export const heldAfter = ({ writes, proves = [], clears = [] }: Edge, before: Iterable<string>): string[] => [
  ...[...before, ...proves].filter((channel) => !clears.includes(channel)),
  ...writes,
];

type Said = Pick<Edge, "label" | "path"> & Partial<Omit<Edge, "label" | "path" | "target">>;

/** An edge of type `flow` that writes nothing, unless `more` differs. */
export const edgeTo = (target: string, { maybe = [], proves = [], clears = [], ...more }: Said): Edge => ({
  ...{ target, type: "flow", writes: [], ...more },
  ...(maybe.length > 0 && { maybe }),
  ...(proves.length > 0 && { proves }),
  ...(clears.length > 0 && { clears }),
});

/** Edges of a label map under one field, such as `routes`. */
export function labelledEdges(
  field: string,
  targets: Readonly<Record<string, string>>,
  more: { readonly type?: EdgeType; reach?(label: string): Partial<Pick<Edge, "writes" | "maybe" | "proves">> } = {},
): Edge[] {
  return Object.entries(targets).map(([label, target]) =>
    edgeTo(target, { label, path: [field, label], type: more.type ?? "flow", ...more.reach?.(label) }),
  );
}
