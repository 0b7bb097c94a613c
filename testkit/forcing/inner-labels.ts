/** Which label each node of a graph must answer so that every way in it leads to one ending. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { CannotForce } from "./not-forced.ts";

export function innerLabels(graph: NormalGraph, ending: string): Record<string, string> {
  const away = new Map<string, number>([[ending, 0]]);
  const labels: Record<string, string> = {};
  for (let found = true; found; ) {
    found = false;
    for (const [name, node] of Object.entries(graph.nodes)) {
      for (const edge of edgesOf(node)) {
        const beyond = away.get(edge.target);
        if (beyond === undefined || edge.type === "bound") continue;
        const cost = beyond + (edge.type === "error" ? 4 : 1);
        if (cost >= (away.get(name) ?? Number.POSITIVE_INFINITY)) continue;
        away.set(name, cost);
        labels[name] = edge.label;
        found = true;
      }
    }
  }
  if (labels[graph.start] === undefined) throw new CannotForce("no-way");
  return labels;
}
