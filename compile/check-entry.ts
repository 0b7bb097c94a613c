/** Refuses a turn whose first node lacks what it needs. Asked before a run is created, and again when it begins. */
import { missingAtEntry } from "../language/graph/missing-at-entry.ts";
import type { NormalGraph } from "../language/graph/normal-graph.ts";
import { SignalboxError } from "../language/issues/errors.ts";
import type { Registry } from "../language/registry/registry.ts";

export interface Entry {
  readonly graph: NormalGraph;
  readonly registry: Registry;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the thread holds. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The node that waits for this message; undefined: a new turn begins, and only what the graph keeps is left. */
  readonly waiting: string | undefined;
}

/** @throws INVALID_INPUT with the channel. */
export function checkEntry({ graph, registry, input, values, waiting }: Entry): void {
  const node = waiting ?? graph.start;
  const has = (from: Readonly<Record<string, unknown>>, channel: string) =>
    (Object.hasOwn(from, channel) ? from[channel] : undefined) != null;
  const missing = missingAtEntry(graph, { registry, node }, (channel) => {
    if (Object.hasOwn(input, channel)) return has(input, channel);
    return (waiting !== undefined || graph.keeps.includes(channel)) && has(values, channel);
  });
  if (!missing) return;
  const { channel, reader } = missing;
  const hint = graph.input.includes(channel) ? "Send it with the input." : "No input can give it.";
  const message = `graph "${graph.id}" enters "${node}", whose ${reader} needs the channel "${channel}", and neither the input nor the thread has it. ${hint}`;
  throw new SignalboxError("INVALID_INPUT", message, { graph: graph.id, node, path: ["input", channel] });
}
