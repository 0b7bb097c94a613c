/** Why some edges of a graph cannot be forced, by `"node label"`: what the test kit's own paths found. */
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { allowing, groups } from "../enumerate/enumeration.ts";
import { pathForEachEdge } from "../enumerate/path-for-each-edge.ts";
import type { Reason } from "../forcing/not-forced.ts";

export type Reasons = ReadonlyMap<string, Reason>;

export function reasonsOf(normal: NormalGraph, registry: Registry): Reasons {
  const { notForced } = pathForEachEdge({ normal, registry, allows: allowing(normal, groups), include: groups });
  return new Map(notForced.map(({ node, label, reason }) => [`${node} ${label}`, reason]));
}
