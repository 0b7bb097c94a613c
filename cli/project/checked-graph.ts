/** What is wrong with one declaration, as data: what `check --json` prints and a person's version is made of. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { GraphDefinitionError } from "../../language/issues/graph-definition-error.ts";
import type { Issue } from "../../language/issues/issue.ts";
import { loadOverlay } from "../../language/load/load-overlay.ts";
import { missingSecrets } from "../../language/validate/secrets.ts";
import { validate } from "../../language/validate/validate.ts";
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

/** An operator's overlay of params. */
export interface OverlayFile {
  readonly text: string;
  readonly file: string;
}

export function checkGraph({ name, data, registry, textIssues, locate }: FoundGraph, overlay?: OverlayFile): CheckedGraph {
  const { graph, issues: found } = textIssues.length > 0 ? { issues: textIssues } : validate(registry, data);
  const issues = graph && isSound(found) ? [...found, ...missingSecrets(graph, registry, (secret) => process.env[secret])] : found;
  const placed = issues.map((issue) => placedAt(issue, locate(issue)));
  if (!graph || !isSound(issues)) return { graph: name, ok: false, issues: placed };
  try {
    const params = overlay && loadOverlay(registry, graph, overlay);
    const nodes = Object.values(normalise(graph, registry, params).nodes);
    return { graph: name, ok: true, version: graph.version, nodes: nodes.length, edges: nodes.flatMap(edgesOf).length, issues: placed };
  } catch (error) {
    if (!(error instanceof GraphDefinitionError)) throw error;
    return { graph: name, ok: false, issues: [...placed, ...issuesOf(error)] };
  }
}

const isSound = (issues: readonly Issue[]): boolean => issues.every(({ severity }) => severity !== "error");

/** What a declaration was refused for when it was loaded or compiled. */
export const issuesOf = ({ issues, places }: GraphDefinitionError): PlacedIssue[] =>
  issues.map((issue, index) => placedAt(issue, places[index] ?? ""));

const placedAt = (issue: Issue, at: string): PlacedIssue => ({ ...issue, ...(at !== "" && { at }) });
