/** Reads an operator's overlay, `{ params: … }` and nothing else, from YAML or JSON text: it tunes values and can never change an edge. */
import { z } from "zod";
import type { GraphData } from "../graph/graph-data.ts";
import { GraphDefinitionError } from "../issues/graph-definition-error.ts";
import type { Issue, Locate } from "../issues/issue.ts";
import { paramValue } from "../kinds/kind/tunable.ts";
import type { Registry } from "../registry/registry.ts";
import { issueAt } from "../rules/rule-context.ts";
import { tuningIssues } from "../rules/tuning-issues.ts";
import { sentence, wording } from "../rules/wording.ts";
import type { Params } from "../terms/data-flow.ts";
import { checkPlainData } from "../validate/plain-data.ts";
import { validate } from "../validate/validate.ts";
import { readText } from "./graph-text.ts";

const overlayShape = z.strictObject({ params: z.record(z.string(), paramValue) });

export interface OverlayText {
  readonly text: string;
  readonly file: string;
  /** Values that the overlay is laid over: those that code has given to `compileGraph`. */
  readonly over?: Params | undefined;
}

/**
 * Reads an operator's overlay from YAML or JSON text: values for the graph's `params`, and nothing else. A graph with the returned params compiles.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) with every unknown or invalid param, and every rule that the graph breaks with them.
 * @example
 * const params = loadOverlay(registryOf(supportDesk), supportDesk, { text: "params: { sure: 0.7 }", file: "production.yaml" });
 * console.log(params);
 */
export function loadOverlay(registry: Registry, graph: GraphData, { text, file, over }: OverlayText): Params {
  const { data, issues: textIssues, locate } = readText(text, file);
  const shapeIssues = textIssues.length > 0 ? textIssues : checkOverlay(data);
  const issues =
    shapeIssues.length > 0
      ? shapeIssues
      : tuningIssues((values) => validate(registry, graph, values).issues, { over, params: overlayShape.parse(data).params });
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

/** A rule that is broken elsewhere in the graph is placed at the params, which are what has changed. */
const inOverlay =
  (locate: Locate): Locate =>
  (issue) =>
    locate({ ...issue, path: issue.path[0] === "overlay" ? issue.path.slice(1) : ["params"] });
