/** Checks a graph before it is used, once: the same value is loaded, compiled and compiled again with a server's own checkpointer. */

import type { GraphData } from "../graph/graph-data.ts";
import type { NormalGraph } from "../graph/normal-graph.ts";
import { GraphDefinitionError } from "../issues/graph-definition-error.ts";
import type { Registry } from "../registry/registry.ts";
import type { Params } from "../terms/data-flow.ts";
import { validate } from "./validate.ts";

interface Checked {
  readonly registry: Registry;
  /** What was checked: a graph is a plain object, and may have been changed since. */
  readonly text: string;
  readonly normal: NormalGraph;
}

const known = new WeakMap<GraphData, Checked>();

/**
 * The graph written out in full, with the overlay's values.
 *
 * @throws GraphDefinitionError with every issue when the declaration is wrong.
 */
export function checkedGraph(registry: Registry, graph: GraphData, overlay: Params = {}): NormalGraph {
  const text = JSON.stringify([graph, overlay]);
  const before = known.get(graph);
  if (before?.registry === registry && before.text === text) return before.normal;
  const { issues, normal } = validate(registry, graph, overlay);
  if (!normal || issues.some(({ severity }) => severity === "error")) throw new GraphDefinitionError(graph.id, issues);
  known.set(graph, { registry, text, normal });
  return normal;
}

/** For a graph whose issues were judged elsewhere: it is not checked again. */
export function rememberChecked(registry: Registry, graph: GraphData, { params, normal }: { params: Params; normal: NormalGraph }): void {
  known.set(graph, { registry, text: JSON.stringify([graph, params]), normal });
}
