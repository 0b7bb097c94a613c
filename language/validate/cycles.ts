/** Law 5: every cycle contains a node whose `visits` lead out of it when they are spent, or an interrupt, where a person decides. */

import type { Flow } from "../graph/flow-graph.ts";
import type { Issue } from "../issues/issue.ts";
import { kindOf } from "../kinds/all.ts";
import { issueAt } from "../rules/rule-context.ts";

type Next = (name: string) => readonly string[];

/** One issue for each node that needs a bound: cycles that a bound at one node ends together are one mistake. */
export function checkCycles(flow: Flow): Issue[] {
  const ways = new Map(flow.names.map((name) => [name, endlessWays(flow, name)]));
  const next: Next = (name) => ways.get(name) ?? [];
  const issues: Issue[] = [];
  let left = neverStopping(flow.names, next);
  for (;;) {
    const cycle = firstCycle(left, next);
    if (!cycle) return issues;
    const without = cycle.map(
      (name) =>
        [
          name,
          neverStopping(
            [...left].filter((other) => other !== name),
            next,
          ),
        ] as const,
    );
    const [best, rest] = without.reduce((a, b) => (b[1].size < a[1].size ? b : a));
    issues.push(unbounded(cycle, without.some(([, others]) => others.size > rest.size) ? best : undefined));
    left = rest;
  }
}

function unbounded(cycle: readonly string[], best: string | undefined): Issue {
  const [first = ""] = cycle;
  const node = best === undefined ? "one of its nodes" : `"${best}", which is in other cycles too,`;
  return issueAt("UNBOUNDED_CYCLE", ["nodes", first], `the cycle has no bound: ${[...cycle, first].join(" → ")}.`, {
    hint: `Give ${node} \`visits: { max: 3, next: <node> }\`, and let that \`next\` lead out of the cycle.`,
  });
}

/** Nodes that lead into a cycle: what remains after repeatedly removing nodes that lead only to stops. */
function neverStopping(names: Iterable<string>, next: Next): ReadonlySet<string> {
  const left = new Set(names);
  const waysLeft = new Map<string, number>();
  const sources = new Map<string, string[]>([...left].map((name) => [name, []]));
  for (const name of left) {
    const targets = next(name).filter((target) => left.has(target));
    waysLeft.set(name, targets.length);
    for (const target of targets) sources.get(target)?.push(name);
  }
  const stopping = [...left].filter((name) => waysLeft.get(name) === 0);
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

function firstCycle(left: ReadonlySet<string>, next: Next): string[] | undefined {
  for (const name of left) {
    const cycle = shortestCycle(name, (at) => next(at).filter((target) => left.has(target)));
    if (cycle) return cycle;
  }
  return undefined;
}

/** The nodes of a shortest way from `start` back to it, without the return. */
function shortestCycle(start: string, next: Next): string[] | undefined {
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
