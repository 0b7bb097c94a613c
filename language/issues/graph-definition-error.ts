/** A declaration with at least one error: thrown once, at the edge, with every issue and its place. */
import { SignalboxError } from "./errors.ts";
import { formatIssue, type Issue, type Locate, noText } from "./issue.ts";

/**
 * A declaration has at least one error. Contains every issue, and its place in the text.
 * @example
 * const { loadGraph } = setup({ state: { note: z.string() } });
 * try {
 *   loadGraph("id: desk", "desk.yaml");
 * } catch (error) {
 *   if (error instanceof GraphDefinitionError) console.error(error.issues.length, error.places);
 * }
 */
export class GraphDefinitionError extends SignalboxError {
  readonly issues: readonly Issue[];
  /** The position of each issue in the text, such as "graph.yaml:7:41"; "" without a text. */
  readonly places: readonly string[];

  constructor(graphId: string, issues: readonly Issue[], locate: Locate = noText) {
    const count = `${issues.length} ${issues.length === 1 ? "problem" : "problems"}`;
    const lines = issues.map((issue) => `  ${formatIssue(issue, locate)}`);
    super("GRAPH_DEFINITION_INVALID", `Graph "${graphId}" has ${count}:\n${lines.join("\n")}`, { graph: graphId });
    this.name = "GraphDefinitionError";
    this.issues = issues;
    this.places = issues.map(locate);
  }
}
