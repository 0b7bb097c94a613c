/** The entry vertex: begins a turn. After an end it clears what the graph does not keep; after a wait it goes back to the node that waited. */
import type { NormalGraph } from "../language/graph/normal-graph.ts";
import type { Registry } from "../language/registry/registry.ts";
import type { Path } from "../language/terms/step.ts";
import { INPUT, PATH, REPORTS, SIGNAL, type State } from "../nodes/call/internal-channels.ts";
import { waitingNode } from "../nodes/call/step.ts";
import { clear } from "./channels.ts";
import { checkEntry } from "./check-entry.ts";

export const ENTRY = "__entry";

export interface TurnEntry {
  /** The vertex to go to. */
  readonly target: string;
  readonly writes: Record<string, unknown>;
}

/** A node that is gone waits no more. */
export function nodeThatWaits(graph: NormalGraph, path: Path): string | undefined {
  const waiting = waitingNode(path);
  return waiting !== undefined && Object.hasOwn(graph.nodes, waiting) ? waiting : undefined;
}

export function enterTurn(graph: NormalGraph, registry: Registry, state: State): TurnEntry {
  const input = state[INPUT] ?? {};
  const waiting = nodeThatWaits(graph, state[PATH] ?? []);
  checkEntry({ graph, registry, input, values: state, waiting });
  const internal = { [PATH]: clear(), [INPUT]: clear(), [REPORTS]: clear(), [SIGNAL]: clear() };
  if (waiting !== undefined) return { target: waiting, writes: { ...input, ...internal } };
  const kept = new Set(graph.keeps);
  const writes = Object.keys(registry.state).flatMap((channel) => {
    const given = Object.hasOwn(input, channel);
    if (kept.has(channel)) return given ? [[channel, input[channel]] as const] : [];
    return [[channel, given ? clear(input[channel]) : clear()] as const];
  });
  return { target: graph.start, writes: { ...Object.fromEntries(writes), ...internal } };
}
