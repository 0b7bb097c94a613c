/** Writes the path tests of a graph: one for every declared edge, then further simple paths, each with the scenario that forces it. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { CannotForce, type NotForced } from "../forcing/not-forced.ts";
import { approvalPaths } from "./approval-paths.ts";
import { allowing, groups, type Include } from "./enumeration.ts";
import { type EnumeratedPath, notTakenBy, pathForEachEdge, textOf } from "./path-for-each-edge.ts";
import { recoveryPaths } from "./recovery-paths.ts";
import { scenarioOf } from "./scenario-of.ts";
import { simpleWalks } from "./walk.ts";

export type { EnumeratedPath } from "./path-for-each-edge.ts";

export interface EnumerateOptions {
  /** How often a simple path may enter a node, 1 by default. */
  readonly visits?: number;
  /** Which edges are taken beside the ordinary ones; all by default. Without `decisions`, only each question's first. */
  readonly include?: readonly Include[];
  /** How many paths at most, 200 by default; those for each edge and for recovery come first, and are never left out. */
  readonly limit?: number;
}

export interface Enumeration {
  readonly paths: readonly EnumeratedPath[];
  readonly notForced: readonly NotForced[];
  /** Simple paths beyond the limit; `atLeast` when they were not all counted. */
  readonly leftOut: { readonly paths: number; readonly atLeast: boolean };
}

const COUNTED = 20_000;

/**
 * The generated path tests of a graph as data: one path per declared edge, paths for the error handling of each node, then further simple paths. Each has the scenario that forces it.
 * @example
 * const { paths, notForced } = enumeratePaths(supportDesk, { limit: 50 });
 * for (const { name, scenario } of paths) console.log(name, scenario.input);
 * console.log(notForced.map(({ node, label, reason }) => `${node} ${label}: ${reasons[reason]}`));
 */
export function enumeratePaths(graph: GraphData, options: EnumerateOptions = {}): Enumeration {
  const { visits = 1, include = groups, limit = 200 } = options;
  const registry = registryOf(graph);
  const normal = normalise(graph, registry);
  const allows = allowing(normal, include);
  const context = { normal, registry, allows, include };
  const { paths: edges, notForced } = pathForEachEdge(context);
  const paths = [
    ...edges,
    ...(include.includes("decisions") ? approvalPaths(context) : []),
    ...(include.includes("recovery") ? recoveryPaths(context) : []),
  ];
  const known = new Set(edges.map(({ steps }) => textOf(steps)));
  const more: EnumeratedPath[] = [];
  let left = 0;
  let counted = 0;
  for (const walk of simpleWalks(normal, visits, allows)) {
    counted += 1;
    if (counted > COUNTED) break;
    if (known.has(textOf(walk))) continue;
    if (paths.length + more.length >= limit) left += 1;
    else more.push(...forcedOrNone(() => ({ name: textOf(walk), steps: walk, scenario: scenarioOf(normal, registry, { walk }) })));
  }
  const all = [...paths, ...more];
  return { paths: all, notForced: notTakenBy(all, notForced), leftOut: { paths: left, atLeast: counted > COUNTED } };
}

/** An edge of it is reported on its own. */
function forcedOrNone(make: () => EnumeratedPath): EnumeratedPath[] {
  try {
    return [make()];
  } catch (error) {
    if (error instanceof CannotForce) return [];
    throw error;
  }
}
