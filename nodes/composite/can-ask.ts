/** Whether what stands in a branch may ask a person: then it begins again when they answer, and must not be refused on the way. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { NormalPlain } from "../../language/graph/normal-graph.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";

type Body = NormalPlain | GraphData["nodes"][string];

export function canAsk(body: Body, registry: Registry): boolean {
  if (body.kind === "interrupt") return true;
  if (body.kind === "agent") return body.approval !== undefined;
  if (body.kind === "each") return canAsk(body.do as Body, registry);
  if (body.kind === "parallel") return Object.values(body.branches).some((branch) => canAsk(branch as Body, registry));
  if (body.kind !== "subgraph") return false;
  const child = registry.graphs?.[body.graph];
  // of a graph that is not declared nobody knows
  if (!child || "graph" in child) return true;
  return Object.values(child.nodes).some((node) => canAsk(node, registryOf(child)));
}
