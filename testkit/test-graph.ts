/** Registers the enumerated paths of a graph as vitest tests, each with its path as a snapshot. */

import { describe, expect, it } from "vitest";
import type { GraphData } from "../language/graph/graph-data.ts";
import { localGraphsOf } from "../language/graph/local-graphs.ts";
import { asError } from "../language/issues/thrown.ts";
import { OUTSIDE } from "../language/terms/visit-name.ts";
import "./matchers.ts";
import "./recording/in-vitest.ts";
import { knownNames } from "./checking/known-names.ts";
import { type EnumerateOptions, type Enumeration, enumeratePaths } from "./enumerate/enumerate-paths.ts";
import type { PathResult } from "./memory/path-result.ts";
import { runPath } from "./run-path.ts";

/**
 * Registers generated path tests with vitest, also for the graphs in the declaration's head: one per declared edge, tests for the error handling of each node, further simple paths, and one that fails if an edge cannot be forced.
 * Each path with its details is a snapshot.
 * An invalid graph has one test, which fails with its issues.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) in that test, SCENARIO_INVALID if a generated answer does not fit,
 * REAL_MODEL_IN_TEST in a test that would call a model, and INVALID_INPUT in a test whose input lacks what the first node needs.
 * @example
 * testGraph(supportDesk, { limit: 50 });
 */
export function testGraph(graph: GraphData, options: EnumerateOptions = {}): void {
  describe(graph.id, () => {
    const enumerated = enumerationOf(graph, options);
    if (enumerated instanceof Error) {
      it("is a graph that can be run", () => {
        throw enumerated;
      });
      return;
    }
    const { paths, notForced } = enumerated;
    for (const { name, steps, scenario } of paths) {
      it(name, async () => {
        const result = await runPath(graph, scenario);
        const text = (step: { node: string; label: string; target: string }) => `${step.node} -${step.label}-> ${step.target}`;
        expect(outerSteps(graph, result).map(text)).toEqual(steps.map(text));
        expect(result).toMatchPath({ details: true });
      });
    }
    it("has no edge that cannot be forced", () => {
      expect(notForced).toEqual([]);
    });
    for (const local of localGraphsOf(graph)) testGraph(local, options);
  });
}

/** What is wrong with a graph is the result of a test: thrown here, it would hide all other tests of the file. */
function enumerationOf(graph: GraphData, options: EnumerateOptions): Enumeration | Error {
  try {
    knownNames(graph); // checks it, and those inside it
    return enumeratePaths(graph, options);
  } catch (error) {
    return asError(error);
  }
}

/** Without what branches, items and subgraphs did inside their node. */
function outerSteps(graph: GraphData, { steps }: PathResult): PathResult["steps"] {
  return steps.filter(({ node }) => Object.hasOwn(graph.nodes, node) || node === OUTSIDE);
}
