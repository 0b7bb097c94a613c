/** A channel that must hold a value is written on every path before it is read; the message shows a path that does not. */

import type { Flow } from "../graph/flow-graph.ts";
import { writtenAtStart, writtenOnEntry } from "../graph/written.ts";
import type { Issue } from "../issues/issue.ts";
import { kindOf } from "../kinds/all.ts";
import { issueAt } from "../rules/rule-context.ts";
import { heldAfter } from "../terms/edge.ts";
import { entered } from "../terms/labels.ts";

/** What a node would write to which nothing leads, is not missing as well: that is the same mistake. */
export function checkReads(flow: Flow, unreachable: ReadonlySet<string>): Issue[] {
  const written = writtenOnEntry(flow);
  const lost = new Set([...unreachable].flatMap((name) => (flow.edges.get(name) ?? []).flatMap(({ writes }) => writes)));
  return flow.names.flatMap((name) => {
    const node = flow.graph.nodes[name];
    const reads = node ? kindOf(node).reads(node, flow.registry) : [];
    return reads
      .filter(({ channel }) => !lost.has(channel) && written.get(name)?.has(channel) === false)
      .map(({ channel, reader, path }) =>
        issueAt(
          "READ_BEFORE_WRITE",
          ["nodes", name, ...path],
          `${reader} of "${name}" reads the channel "${channel}", which is not written on the path ${pathWithout(flow, channel, name).join(" → ")}.`,
          {
            hint: `Write "${channel}" on every path, add it to \`input\`, or make the argument optional.`,
          },
        ),
      );
  });
}

/** A shortest path from the start at whose end the channel holds nothing. */
function pathWithout(flow: Flow, channel: string, to: string): string[] {
  const isHeld = writtenAtStart(flow).has(channel);
  const ways = flow.entries.map((name) => ({ path: [name], isHeld }));
  const seen = new Set<string>();
  for (const way of ways) {
    const last = way.path.at(-1) ?? to;
    if (last === to && !way.isHeld) return way.path;
    for (const edge of flow.edges.get(last) ?? []) {
      const target = entered(edge.target);
      const next = { path: [...way.path, target], isHeld: heldAfter(edge, way.isHeld ? [channel] : []).includes(channel) };
      const key = `${next.isHeld} ${target}`;
      if (seen.has(key)) continue;
      seen.add(key);
      ways.push(next);
    }
  }
  return [flow.graph.start, "…", to];
}
