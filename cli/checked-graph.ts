/** What is wrong with one declaration, as data: what `check --json` prints and a person's version is made of. */
import { edgesOf } from "../language/edges-of.ts";
import type { Issue } from "../language/issue.ts";
import { normalise } from "../language/normalise.ts";
import { validate } from "../language/validate.ts";
import type { FoundGraph } from "./found-graph.ts";

export interface PlacedIssue extends Issue {
  /** `file:line:column`; absent when the declaration has no text. */
  readonly at?: string;
}

export interface CheckedGraph {
  readonly graph: string;
  readonly ok: boolean;
  readonly version?: number;
  readonly nodes?: number;
  readonly edges?: number;
  readonly issues: readonly PlacedIssue[];
}

export function checkGraph({ name, data, registry, textIssues, locate }: FoundGraph): CheckedGraph {
  const { graph, issues } = textIssues.length > 0 ? { issues: textIssues } : validate(registry, data);
  const placed = issues.map((issue) => ({ ...issue, ...(locate(issue) !== "" && { at: locate(issue) }) }));
  const ok = issues.every(({ severity }) => severity === "warning");
  if (!graph || !ok) return { graph: name, ok: false, issues: placed };
  const nodes = Object.values(normalise(graph, registry).nodes);
  return { graph: name, ok, version: graph.version, nodes: nodes.length, edges: nodes.flatMap(edgesOf).length, issues: placed };
}
