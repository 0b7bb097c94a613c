/** Problems of a declaration as data: code, place, wrong value, what to do. Wording of a list is a separate step (GraphDefinitionError). */
import type { IssueCode } from "./issue-codes.ts";

export type IssuePath = readonly (string | number)[];

/** A change that certainly fixes the issue: a tool may apply it. */
export type Repair =
  | { readonly op: "replace" | "add"; readonly path: IssuePath; readonly value: unknown }
  | { readonly op: "rename"; readonly path: IssuePath; readonly to: string }
  | { readonly op: "remove"; readonly path: IssuePath };

export interface Issue {
  readonly code: IssueCode;
  readonly severity: "error" | "warning";
  /** Place inside the declaration, e.g. `["nodes", "triage", "routes", "billing"]`; `["registry", …]` for the code behind it. */
  readonly path: IssuePath;
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly repair?: Repair;
}

/** The position of a place in the text, e.g. `"graph.yaml:7:41"`; empty when there is no text. */
export type Locate = (issue: Issue) => string;

export const noText: Locate = () => "";

/**
 * An issue as one line of text: place, message, hint and code.
 * @example
 * const { issues } = validate(registryOf(supportDesk), { id: "desk" });
 * console.log(issues.map((issue) => formatIssue(issue)).join("\n"));
 */
export function formatIssue(issue: Issue, locate: Locate = noText): string {
  const place = [locate(issue), issue.path.join(".")].filter(Boolean).join(" ");
  const hint = issue.hint === undefined ? "" : ` ${issue.hint}`;
  return `${place || "(the whole graph)"}: ${issue.message}${hint}  [${issue.severity === "warning" ? "warning " : ""}${issue.code}]`;
}
