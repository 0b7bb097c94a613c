/** Nodes that nothing leads to, and nodes from which nothing ends, waits or asks a person. */

import { closure, type Flow } from "../graph/flow-graph.ts";
import type { Issue } from "../issues/issue.ts";
import { kindOf } from "../kinds/all.ts";
import { issueAt } from "../rules/rule-context.ts";
import { entered } from "../terms/labels.ts";

export function checkReach(flow: Flow): Issue[] {
  const { names, entries, edges, graph } = flow;
  const reachable = closure(entries, (name) => (edges.get(name) ?? []).map(({ target }) => entered(target)));
  const finishing = nodesThatFinish(flow);
  return names.flatMap((name) => {
    if (!reachable.has(name))
      return [
        issueAt("UNREACHABLE_NODE", ["nodes", name], `no path from "${graph.start}" leads to "${name}".`, {
          hint: "Route to it or delete it.",
        }),
      ];
    if (finishing.has(name)) return [];
    return [
      issueAt("NO_WAY_OUT", ["nodes", name], `from "${name}" no path ends, waits or asks a person.`, {
        hint: 'Lead one of its paths to "end", "wait" or an interrupt.',
      }),
    ];
  });
}

/** Defaults do not count: failing is not a way to finish. */
function nodesThatFinish({ names, edges, graph }: Flow): Set<string> {
  const sources = new Map<string, string[]>();
  for (const [name, out] of edges)
    for (const { target, inherited } of out) {
      if (inherited) continue;
      const known = sources.get(target);
      if (known) known.push(name);
      else sources.set(target, [name]);
    }
  const people = names.filter((name) => {
    const node = graph.nodes[name];
    return node !== undefined && kindOf(node).waitsForPerson;
  });
  const stops = [...sources.keys()].filter((target) => !edges.has(target));
  return closure([...stops, ...people], (name) => sources.get(name) ?? []);
}
