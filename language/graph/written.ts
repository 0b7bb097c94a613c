/** Which channels certainly hold a value, on entering each node and at each end. */

import { startsWithValue } from "../registry/channels.ts";
import { namedIn } from "../rules/references.ts";
import { mayBeEmpty } from "../schema/json-schema.ts";
import { type Edge, heldAfter } from "../terms/edge.ts";
import { callerLabel, messageEnters } from "../terms/labels.ts";
import type { Flow } from "./flow-graph.ts";

/** Channels that have a value before the first node runs: what comes in, and what starts with a value. Channels under `keep` are empty in the first turn. */
export function writtenAtStart({ graph, registry }: Flow): Set<string> {
  const initial = Object.entries(registry.state).flatMap(([name, channel]) => (startsWithValue(channel) ? [name] : []));
  const given = graph.input.filter((name) => {
    const channel = namedIn(registry.state, name);
    return channel === undefined || !mayBeEmpty(channel);
  });
  return new Set([...given, ...initial]);
}

/** Forward data-flow analysis: on entry a node has the channels that all its incoming edges provide. */
export function writtenOnEntry(flow: Flow): ReadonlyMap<string, ReadonlySet<string>> {
  const written = new Map<string, ReadonlySet<string>>(flow.entries.map((name) => [name, writtenAtStart(flow)]));
  const queue = [...flow.entries];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const before = written.get(name) ?? new Set<string>();
    for (const edge of flow.edges.get(name) ?? []) {
      const target = messageEnters(edge.target, name) ?? edge.target;
      if (!flow.edges.has(target)) continue;
      const known = written.get(target);
      const brought = after(edge, before);
      if (known && [...known].every((channel) => brought.has(channel))) continue;
      written.set(target, known ? new Set([...known].filter((channel) => brought.has(channel))) : brought);
      queue.push(target);
    }
  }
  return written;
}

/** The same set where nothing is new: most nodes write what was written before. */
function after(edge: Edge, before: ReadonlySet<string>): ReadonlySet<string> {
  const { writes, proves = [], clears = [] } = edge;
  const isSame = [...writes, ...proves].every((channel) => before.has(channel)) && !clears.some((channel) => before.has(channel));
  return isSame ? before : new Set(heldAfter(edge, before));
}

/** Where a run stops (an ending label, `next` for a plain `end`, `wait`) → what every path to it has written. */
export function writtenAtStops(flow: Flow): ReadonlyMap<string, ReadonlySet<string>> {
  const onEntry = writtenOnEntry(flow);
  const ends = new Map<string, ReadonlySet<string>>();
  for (const [name, before] of onEntry)
    for (const edge of flow.edges.get(name) ?? []) {
      if (flow.edges.has(edge.target)) continue;
      const label = callerLabel(edge.target);
      const brought = heldAfter(edge, before);
      ends.set(label, new Set(brought.filter((channel) => ends.get(label)?.has(channel) ?? true)));
    }
  return ends;
}
