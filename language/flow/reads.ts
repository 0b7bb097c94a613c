/** A channel that must hold a value is written on every path before it is read; a path that does not is named. */
import { behaviourOf } from "../channels.ts";
import type { Issue } from "../issue.ts";
import { kindOf, type NormalNode } from "../kinds/all.ts";
import { issueAt } from "../rules/place.ts";
import type { Flow } from "./flow-graph.ts";

/** What certainly holds a value on entering each node. */
type Written = Map<string, ReadonlySet<string>>;

export function checkReads(flow: Flow): Issue[] {
  const written = writtenOnEntry(flow);
  return flow.names.flatMap((name) => {
    const reads = kindOf(flow.graph.nodes[name] as NormalNode).reads(flow.graph.nodes[name] as NormalNode, flow.registry);
    return reads
      .filter(({ channel }) => written.get(name)?.has(channel) === false)
      .map(({ channel, reader, path }) =>
        issueAt(
          "READ_BEFORE_WRITE",
          ["nodes", name, ...path],
          `${reader} of "${name}" reads the channel "${channel}", which nothing has written on the path ${pathWithout(flow, channel, name).join(" → ")}.`,
          {
            hint: `Write "${channel}" on every path, add it to \`input\`, or make the argument optional.`,
          },
        ),
      );
  });
}

/** Channels that have a value before the first node runs: what comes in, what outlives a turn, and lists, which start empty. */
function writtenAtStart({ graph, registry }: Flow): Set<string> {
  const initial = Object.entries(registry.state).flatMap(([name, channel]) => (behaviourOf(channel) === "replace" ? [] : [name]));
  return new Set([...graph.input, ...graph.keeps, ...initial]);
}

/** Forward data flow: a node's entry holds what all its incoming edges bring. */
function writtenOnEntry(flow: Flow): Written {
  const written: Written = new Map([[flow.graph.start, writtenAtStart(flow)]]);
  const queue = [flow.graph.start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const before = written.get(name) ?? new Set<string>();
    for (const { target, writes } of flow.edges.get(name) ?? []) {
      if (!flow.edges.has(target)) continue;
      const brought = new Set([...before, ...writes]);
      const known = written.get(target);
      const common = known ? new Set([...known].filter((channel) => brought.has(channel))) : brought;
      if (known && common.size === known.size) continue;
      written.set(target, common);
      queue.push(target);
    }
  }
  return written;
}

/** A shortest path from the start on which no edge writes the channel. */
function pathWithout({ graph, edges }: Flow, channel: string, to: string): string[] {
  const paths = [[graph.start]];
  const seen = new Set([graph.start]);
  for (const path of paths) {
    const last = path.at(-1) as string;
    if (last === to) return path;
    for (const { target, writes } of edges.get(last) ?? []) {
      if (seen.has(target) || writes.includes(channel)) continue;
      seen.add(target);
      paths.push([...path, target]);
    }
  }
  return [graph.start, "…", to];
}
