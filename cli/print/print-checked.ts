/** A checked declaration as a person reads it: one line an issue that starts with its place, one line for the graph. */
import { styleText } from "node:util";
import { formatIssue } from "../../language/issues/issue.ts";
import type { CheckedGraph, PlacedIssue } from "../project/checked-graph.ts";

export function printChecked({ graph, ok, version, nodes, edges, issues }: CheckedGraph): void {
  for (const issue of issues) console.log(issueLine(issue));
  const counts = countText(issues);
  if (!ok) console.log(`${colour("red", graph)}: ${counts}`);
  else console.log(`${colour("green", graph)}, version ${version}: fine, ${nodes} nodes and ${edges} edges${counts && `, ${counts}`}`);
}

function issueLine(issue: PlacedIssue): string {
  const line = formatIssue(issue, () => issue.at ?? "");
  const code = line.lastIndexOf("[");
  return line.slice(0, code) + colour(issue.severity === "error" ? "red" : "yellow", line.slice(code));
}

function countText(issues: readonly PlacedIssue[]): string {
  const of = (severity: PlacedIssue["severity"]) => issues.filter((issue) => issue.severity === severity).length;
  const said = (count: number, word: string) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`]);
  return [...said(of("error"), "error"), ...said(of("warning"), "warning")].join(", ");
}

/** Colour only for a terminal; NO_COLOR and FORCE_COLOR are obeyed by Node. */
const colour = (name: "green" | "red" | "yellow", text: string): string => styleText(name, text, { stream: process.stdout });
