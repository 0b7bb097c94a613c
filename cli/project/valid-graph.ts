/** A found declaration once it is known to be right; throws with every issue when it is not. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import { GraphDefinitionError } from "../../language/issues/graph-definition-error.ts";
import { validate } from "../../language/validate/validate.ts";
import type { FoundGraph } from "./found-graph.ts";

export function validGraph({ name, data, registry, textIssues, locate }: FoundGraph): GraphData {
  const { graph, issues } = textIssues.length > 0 ? { issues: textIssues } : validate(registry, data);
  const errors = issues.filter(({ severity }) => severity === "error");
  if (!graph || errors.length > 0) throw new GraphDefinitionError(name, errors, locate);
  return graph;
}
