/** Rules that need the whole graph: reachable nodes, ways out, bounded cycles, and channels that are written before they are read. */
import type { GraphData } from "../graph-data.ts";
import type { Issue } from "../issue.ts";
import { normalise } from "../normalise.ts";
import type { Registry } from "../registry.ts";
import { checkCycles } from "./cycles.ts";
import { flowOf } from "./flow-graph.ts";
import { checkReach } from "./reach.ts";
import { checkReads } from "./reads.ts";

/** For graphs whose names are all right: on others the flow would only repeat their mistakes. */
export function checkFlow(registry: Registry, graph: GraphData): Issue[] {
  const flow = flowOf(normalise(graph, registry), registry);
  const reach = checkReach(flow);
  return [...reach, ...checkCycles(flow), ...(reach.length > 0 ? [] : checkReads(flow))];
}
