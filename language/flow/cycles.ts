/** Law 5: every cycle passes a node with `visits`, or an interrupt, in which a person stands. */
import type { Issue } from "../issue.ts";
import { kindOf } from "../kinds/all.ts";
import { issueAt } from "../rules/place.ts";
import { closure, type Flow } from "./flow-graph.ts";

export function checkCycles(flow: Flow): Issue[] {
  const free = new Set(flow.names.filter((name) => !isBound(flow, name)));
  // The budget's edge is taken at most once a turn, so it closes no cycle.
  const next = (name: string) =>
    (flow.edges.get(name) ?? []).flatMap(({ label, target }) => (label !== "budget" && free.has(target) ? [target] : []));
  const issues: Issue[] = [];
  const reported = new Set<string>();
  for (const name of free) {
    if (reported.has(name)) continue;
    const cycle = shortestCycle(name, next);
    if (!cycle) continue;
    for (const each of closure([name], next)) if (closure([each], next).has(name)) reported.add(each);
    const shown = [...cycle, name].join(" → ");
    issues.push(
      issueAt("UNBOUNDED_CYCLE", ["nodes", name], `nothing bounds the cycle ${shown}.`, {
        hint: "Give one of its nodes `visits: { max: 3, next: <node> }`.",
      }),
    );
  }
  return issues;
}

function isBound({ graph }: Flow, name: string): boolean {
  const node = graph.nodes[name];
  return node !== undefined && (node.visits !== undefined || kindOf(node).waitsForPerson);
}

/** The nodes of a shortest way from `start` back to it, without the return. */
function shortestCycle(start: string, next: (name: string) => string[]): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const following of next(way.at(-1) as string)) {
      if (following === start) return way;
      if (seen.has(following)) continue;
      seen.add(following);
      ways.push([...way, following]);
    }
  }
  return undefined;
}
