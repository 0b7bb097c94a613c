/** A declaration that a command was pointed at: as data, with the registry that it names and where its parts stand in a text. */

import type { GraphData } from "../../language/graph/graph-data.ts";
import type { Issue, Locate } from "../../language/issues/issue.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";

export interface FoundGraph {
  /** Its id, or its file while it has none. */
  readonly name: string;
  /** Not yet validated. */
  readonly data: unknown;
  readonly registry: Registry;
  /** What is wrong with its text alone; then `data` is no use. */
  readonly textIssues: readonly Issue[];
  readonly locate: Locate;
}

/** A graph made by defineGraph or loadGraph, or compiled from one; undefined for anything else. */
export function foundIn(value: unknown): FoundGraph | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { graph, registry } = declarationOf(value) ?? plainDeclaration(value);
  return graph && registry && { name: graph.id, data: graph, registry, textIssues: [], locate: () => "" };
}

function plainDeclaration(value: object): { graph?: GraphData; registry?: Registry } {
  if (!("id" in value && "nodes" in value)) return {};
  const graph = value as GraphData;
  try {
    return { graph, registry: registryOf(graph) };
  } catch {
    return {}; // it only looks like a graph
  }
}
