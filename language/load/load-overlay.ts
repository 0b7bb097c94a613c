/** Reads an operator's overlay, `{ params: … }` and nothing else, from YAML or JSON text: it tunes values and can never change an edge. */
import { z } from "zod";
import type { GraphData } from "../graph/graph-data.ts";
import { GraphDefinitionError } from "../issues/graph-definition-error.ts";
import type { Issue, Locate } from "../issues/issue.ts";
import type { Registry } from "../registry/registry.ts";
import { issueAt } from "../rules/rule-context.ts";
import { sentence, wording } from "../rules/wording.ts";
import type { Params } from "../terms/data-flow.ts";
import { checkPlainData } from "../validate/plain-data.ts";
import { validate } from "../validate/validate.ts";
import { readText } from "./graph-text.ts";

const overlayShape = z.strictObject({ params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) });

export interface OverlayText {
  readonly text: string;
  readonly file: string;
}

/**
 * Reads an operator's overlay from YAML or JSON text: values for the graph's `params`, and nothing else.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) with every unknown or invalid param, and its place in the overlay.
 * @example
 * const params = loadOverlay(registryOf(supportDesk), supportDesk, { text: "params: { sure: 0.7 }", file: "production.yaml" });
 * console.log(params);
 */
export function loadOverlay(registry: Registry, graph: GraphData, { text, file }: OverlayText): Params {
  const { data, issues: textIssues, locate } = readText(text, file);
  const shapeIssues = textIssues.length > 0 ? textIssues : checkOverlay(data);
  const issues = shapeIssues.length > 0 ? shapeIssues : tuningIssues(registry, graph, overlayShape.parse(data).params);
  if (issues.length === 0) return overlayShape.parse(data).params;
  throw new GraphDefinitionError(graph.id, issues, inOverlay(locate));
}

function checkOverlay(data: unknown): Issue[] {
  const notData = checkPlainData(data);
  if (notData.length > 0) return notData;
  return (overlayShape.safeParse(data, { error: wording }).error?.issues ?? []).flatMap((complaint) => {
    const path = ["overlay", ...complaint.path.map(String)];
    if (complaint.code !== "unrecognized_keys")
      return [issueAt("WRONG_VALUE", path, sentence(complaint.message), { hint: "An overlay is `{ params: { name: value } }`." })];
    return complaint.keys.map((key) =>
      issueAt("UNKNOWN_FIELD", [...path, key], `an overlay holds only \`params\`, not "${key}".`, {
        hint: "Change the declaration itself.",
      }),
    );
  });
}

/** Only issues of the overlay: the declaration has been checked before. */
function tuningIssues(registry: Registry, graph: GraphData, params: Params): Issue[] {
  return validate(registry, graph, params).issues.filter(({ path }) => path[0] === "overlay");
}

const inOverlay =
  (locate: Locate): Locate =>
  (issue) =>
    locate(issue.path[0] === "overlay" ? { ...issue, path: issue.path.slice(1) } : issue);
