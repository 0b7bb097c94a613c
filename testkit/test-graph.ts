/** Registers the enumerated paths of a graph as vitest tests, each with its path as a snapshot. */

import { describe, expect, it } from "vitest";
import type { GraphData } from "../language/graph/graph-data.ts";
import { OUTSIDE } from "../language/terms/visit-name.ts";
import "./matchers.ts";
import "./recording/in-vitest.ts";
import { type EnumerateOptions, enumeratePaths } from "./enumerate/enumerate-paths.ts";
import type { PathResult } from "./memory/path-run.ts";
import { runPath } from "./run-path.ts";

/**
 * Registers generated path tests with vitest: one per declared edge, tests for the error handling of each node, further simple paths, and one that fails if an edge cannot be forced.
 * Each path with its details is a snapshot.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) in the tests, if the declaration is invalid, and INVALID_INPUT if an input lacks what the first node needs.
 * @example
 * testGraph(supportDesk, { limit: 50 });
 */
export function testGraph(graph: GraphData, options: EnumerateOptions = {}): void {
  const { paths, notForced } = enumeratePaths(graph, options);
  describe(graph.id, () => {
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
  });
}

/** Without what branches, items and subgraphs did inside their node. */
function outerSteps(graph: GraphData, { steps }: PathResult): PathResult["steps"] {
  return steps.filter(({ node }) => Object.hasOwn(graph.nodes, node) || node === OUTSIDE);
}
