/** What is wrong with one declaration, as data for `check --json` and as lines for a person. */
import { edgesOf } from "../../../language/graph/edges-of.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { GraphDefinitionError } from "../../../language/issues/graph-definition-error.ts";
import { formatIssue, type Issue } from "../../../language/issues/issue.ts";
import { loadOverlay } from "../../../language/load/load-overlay.ts";
import { missingSecrets } from "../../../language/validate/secrets.ts";
import { styled, type TextOutput } from "../../program/io.ts";
import { type FoundGraph, validated } from "../../project/found-graph.ts";

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
  /** Why it could not be loaded. */
  readonly failure?: { readonly code: string; readonly message: string };
}

export interface Against {
  /** An operator's overlay of params. */
  readonly overlay: { readonly text: string; readonly file: string } | undefined;
  /** Where the secrets of models are; undefined: they are not checked. */
  readonly env: NodeJS.ProcessEnv | undefined;
}

export function checkGraph(found: FoundGraph, { overlay, env }: Against): CheckedGraph {
  const { name, registry, params: over, locate } = found;
  const { graph, issues: ofGraph } = validated(found);
  const issues = env && graph && isSound(ofGraph) ? [...ofGraph, ...missingSecrets(graph, registry, (secret) => env[secret])] : ofGraph;
  const placed = issues.map((issue) => placedAt(issue, locate(issue)));
  if (!graph || !isSound(issues)) return { graph: name, ok: false, issues: placed };
  try {
    const params = { ...over, ...(overlay && loadOverlay(registry, graph, { ...overlay, over })) };
    const nodes = Object.values(normalise(graph, registry, params).nodes);
    return { graph: name, ok: true, version: graph.version, nodes: nodes.length, edges: nodes.flatMap(edgesOf).length, issues: placed };
  } catch (error) {
    if (!(error instanceof GraphDefinitionError)) throw error;
    return { graph: name, ok: false, issues: [...placed, ...issuesOf(error)] };
  }
}

const isSound = (issues: readonly Issue[]): boolean => issues.every(({ severity }) => severity !== "error");

/** Why a declaration was rejected when it was loaded or compiled. */
export const issuesOf = ({ issues, places }: GraphDefinitionError): PlacedIssue[] =>
  issues.map((issue, index) => placedAt(issue, places[index] ?? ""));

const placedAt = (issue: Issue, at: string): PlacedIssue => ({ ...issue, ...(at !== "" && { at }) });

/** One line an issue, which starts with its place, and one line for the graph. */
export function checkedLines({ graph, ok, version, nodes, edges, issues, failure }: CheckedGraph, output: TextOutput): string[] {
  if (failure) return []; // it is reported as every failure of a command
  const counts = countText(issues);
  const summary = ok
    ? `${styled(output, "green", graph)}, version ${version}: ok, ${nodes} nodes and ${edges} edges${counts && `, ${counts}`}`
    : `${styled(output, "red", graph)}: ${counts}`;
  return [...issues.map((issue) => issueLine(issue, output)), summary];
}

function issueLine(issue: PlacedIssue, output: TextOutput): string {
  const line = formatIssue(issue, () => issue.at ?? "");
  const code = line.lastIndexOf("[");
  return line.slice(0, code) + styled(output, issue.severity === "error" ? "red" : "yellow", line.slice(code));
}

function countText(issues: readonly PlacedIssue[]): string {
  const countOf = (severity: PlacedIssue["severity"]): string[] => {
    const count = issues.filter((issue) => issue.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  };
  return [...countOf("error"), ...countOf("warning")].join(", ");
}
