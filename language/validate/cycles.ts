/** Law 5: every cycle contains a node whose `visits` lead out of it when they are spent, or an interrupt, where a person decides. */

import { closure, type Flow } from "../graph/flow-graph.ts";
import type { Issue } from "../issues/issue.ts";
import { kindOf } from "../kinds/all.ts";
import { issueAt } from "../rules/rule-context.ts";

export function checkCycles(flow: Flow): Issue[] {
  const next = (name: string) => endlessWays(flow, name);
  const issues: Issue[] = [];
  const reported = new Set<string>();
  for (const name of neverStopping(flow, next)) {
    if (reported.has(name)) continue;
    const cycle = shortestCycle(name, next);
    if (!cycle) continue;
    for (const each of closure([name], next)) if (closure([each], next).has(name)) reported.add(each);
    const shown = [...cycle, name].join(" → ");
    issues.push(
      issueAt("UNBOUNDED_CYCLE", ["nodes", name], `the cycle has no bound: ${shown}.`, {
        hint: "Give one of its nodes `visits: { max: 3, next: <node> }`, and let that `next` lead out of the cycle.",
      }),
    );
  }
  return issues;
}

/** Nodes that lead into a cycle: what remains after repeatedly removing nodes that lead only to stops. */
function neverStopping({ names }: Flow, next: (name: string) => string[]): Set<string> {
  const left = new Set(names);
  const waysLeft = new Map<string, number>();
  const sources = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const name of names) {
    const targets = next(name);
    waysLeft.set(name, targets.length);
    for (const target of targets) sources.get(target)?.push(name);
  }
  const stopping = names.filter((name) => waysLeft.get(name) === 0);
  for (const name of stopping) {
    left.delete(name);
    for (const source of sources.get(name) ?? []) {
      const ways = (waysLeft.get(source) ?? 0) - 1;
      waysLeft.set(source, ways);
      if (ways === 0) stopping.push(source);
    }
  }
  return left;
}

/** Where a node can lead again and again: a spent bound only to its `next`, a person nowhere, and the budget once a turn. */
function endlessWays({ graph, edges }: Flow, name: string): string[] {
  const node = graph.nodes[name];
  const out = (edges.get(name) ?? []).filter(({ target, label }) => label !== "budget" && edges.has(target));
  if (!node || kindOf(node).waitsForPerson) return [];
  const endless = node.visits ? out.filter(({ label }) => label === "exhausted") : out;
  return endless.map(({ target }) => target);
}

/** The nodes of a shortest way from `start` back to it, without the return. */
function shortestCycle(start: string, next: (name: string) => string[]): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const following of next(way.at(-1) ?? start)) {
      if (following === start) return way;
      if (seen.has(following)) continue;
      seen.add(following);
      ways.push([...way, following]);
    }
  }
  return undefined;
}
