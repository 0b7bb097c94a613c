/** The entry vertex: begins a turn. After an end it clears what the graph does not keep; after a wait it goes back to the node that waited. */
import { missingAtEntry } from "../language/graph/missing-at-entry.ts";
import type { NormalGraph } from "../language/graph/normal-graph.ts";
import { SignalboxError } from "../language/issues/errors.ts";
import type { Registry } from "../language/registry/registry.ts";
import { takesNull } from "../language/schema/sides/without-nulls.ts";
import type { Path } from "../language/terms/step.ts";
import { clear, restore } from "../nodes/call/clear-mark.ts";
import { INPUT, KEPT, MEMORY, PATH, REPORTS, SIGNAL, type State } from "../nodes/call/internal-channels.ts";
import { waitingNode } from "../nodes/call/step.ts";

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
  const { [MEMORY]: memory, ...handedIn } = state[KEPT] ?? {};
  const waiting = nodeThatWaits(graph, state[PATH] ?? []);
  checkEntry({ graph, registry, input, values: { ...state, ...handedIn }, waiting });
  const internal = { [PATH]: clear(), [INPUT]: clear(), [REPORTS]: clear(), [SIGNAL]: clear() };
  if (waiting !== undefined) return { target: waiting, writes: { ...input, ...internal } };
  const remembered = { ...(state[KEPT] && { [KEPT]: clear() }), ...(memory !== undefined && { [MEMORY]: restore(memory) }) };
  const writes = Object.keys(registry.state).flatMap((channel) => {
    const given: [] | [unknown] = Object.hasOwn(input, channel) ? [input[channel]] : [];
    if (!graph.keeps.includes(channel)) return [[channel, clear(...given)] as const];
    if (Object.hasOwn(handedIn, channel)) return [[channel, restore(handedIn[channel], ...given)] as const];
    return given.map((value) => [channel, value] as const);
  });
  return { target: graph.start, writes: { ...Object.fromEntries(writes), ...internal, ...remembered } };
}

export interface Entry {
  readonly graph: NormalGraph;
  readonly registry: Registry;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the thread holds. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The node that waits for this message; undefined: a new turn begins, and only what the graph keeps is left. */
  readonly waiting: string | undefined;
}

/** Refuses a turn whose first node lacks what it needs: before a run is created, and again when it begins. @throws INVALID_INPUT with the channel. */
export function checkEntry({ graph, registry, input, values, waiting }: Entry): void {
  const node = waiting ?? graph.start;
  const isLeft = (channel: string) => waiting !== undefined || graph.keeps.includes(channel);
  refuseOtherValues(graph, registry, { values, isLeft });
  const missing = missingAtEntry(graph, { registry, node }, (channel) => {
    if (Object.hasOwn(input, channel)) return holdsValue(registry, input, channel);
    return isLeft(channel) && holdsValue(registry, values, channel);
  });
  if (!missing) return;
  const { channel, reader } = missing;
  const hint = graph.input.includes(channel) ? "Send it with the input." : "No input can give it.";
  const message = `graph "${graph.id}" enters "${node}", whose ${reader} needs the channel "${channel}", and neither the input nor the thread has it. ${hint}`;
  throw new SignalboxError("INVALID_INPUT", message, { graph: graph.id, node, path: ["input", channel] });
}

/** Whether a node that reads the channel finds a value there. */
export function holdsValue(registry: Registry, values: Readonly<Record<string, unknown>>, channel: string): boolean {
  const value = Object.hasOwn(values, channel) ? values[channel] : undefined;
  return value === null ? mayHoldNull(registry, channel) : value !== undefined;
}

interface Left {
  readonly values: Readonly<Record<string, unknown>>;
  readonly isLeft: (channel: string) => boolean;
}

/** A version that made a list of a channel would append to what another version stored there: to the characters of a text. */
function refuseOtherValues({ id }: NormalGraph, { state }: Registry, { values, isLeft }: Left): void {
  for (const [name, channel] of Object.entries(state)) {
    const value = ("list" in channel || "messages" in channel) && isLeft(name) && Object.hasOwn(values, name) ? values[name] : undefined;
    if (value == null || Array.isArray(value)) continue;
    const message = `graph "${id}" has a list in the channel "${name}", and the thread holds a value of type ${typeof value} there, which another version has stored. Deploy a version that takes it, or begin a new thread.`;
    throw new SignalboxError("INVALID_INPUT", message, { graph: id, path: [name] });
  }
}

function mayHoldNull({ state }: Registry, name: string): boolean {
  const definition = state[name];
  return definition !== undefined && "_zod" in definition && takesNull(definition);
}
