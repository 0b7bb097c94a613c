/** One difference between two declarations, as data. Wording it is a separate step. */

/** What differs: the graph's head, a part of it, or something of the registry that it names. */
export type ChangedPart =
  | "graph"
  | "param"
  | "node"
  | "edge"
  | "channel"
  | "role"
  | "model"
  | "router"
  | "agent"
  | "tool"
  | "task"
  | "question";

export interface Change {
  readonly part: ChangedPart;
  /** A node, `"node -label->"` for an edge, a param, a name of the registry; `"head"` for the graph itself. */
  readonly name: string;
  /** A param whose value differs is `retuned`. */
  readonly change: "added" | "removed" | "changed" | "retuned";
  /** The place inside, such as `with.tone` or `labels`. */
  readonly at?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What two maps do not share, and what `inside` finds in those that they do. */
export function compareMaps<V>(
  part: ChangedPart,
  [before, after]: readonly [Readonly<Record<string, V>>, Readonly<Record<string, V>>],
  inside: (name: string, before: V, after: V) => readonly Change[],
): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): readonly Change[] => {
    const [old, new_] = [before[name], after[name]];
    if (old === undefined) return [{ part, name, change: "added", after: new_ }];
    if (new_ === undefined) return [{ part, name, change: "removed", before: old }];
    return inside(name, old, new_);
  });
}
