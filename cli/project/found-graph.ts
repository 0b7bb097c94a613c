/** A declaration that a command names: as data, with the registry that it was written for and the places of its parts in a text. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import { GraphDefinitionError } from "../../language/issues/graph-definition-error.ts";
import type { Issue, Locate } from "../../language/issues/issue.ts";
import { type Declaration, declarationOf } from "../../language/registry/declaration.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { declaredAs } from "../../language/registry/registry-of.ts";
import type { Params } from "../../language/terms/data-flow.ts";
import { type Validation, validate } from "../../language/validate/validate.ts";

export interface FoundGraph {
  /** Its id, or its file while it has none. */
  readonly name: string;
  /** Not yet validated. */
  readonly data: unknown;
  readonly registry: Registry;
  /** Values that code has given to its params. */
  readonly params?: Params | undefined;
  /** What is wrong with its text alone; then `data` must not be used. */
  readonly textIssues: readonly Issue[];
  readonly locate: Locate;
}

/** A graph made by defineGraph or loadGraph, or compiled from one; undefined for anything else. */
export function foundIn(value: unknown): FoundGraph | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const declaration: Declaration | undefined = declarationOf(value) ?? declaredAs(value);
  if (!declaration) return undefined;
  const { graph, registry, params } = declaration;
  return { name: graph.id, data: graph, registry, params, textIssues: [], locate: () => "" };
}

/** With every issue found in it. */
export const validated = ({ data, registry, params, textIssues }: FoundGraph): Validation =>
  textIssues.length > 0 ? { issues: textIssues } : validate(registry, data, params);

/** @throws GraphDefinitionError with every error, when there are any. */
export function validGraph(found: FoundGraph): GraphData {
  const { graph, issues } = validated(found);
  const errors = issues.filter(({ severity }) => severity === "error");
  if (!graph || errors.length > 0) throw new GraphDefinitionError(found.name, errors, found.locate);
  return graph;
}
