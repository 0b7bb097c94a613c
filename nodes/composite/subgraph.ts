/** A subgraph: a declared graph, or a raw LangGraph, run inside one vertex with its own channels. Its ending is the label. */

import { isDeepStrictEqual } from "node:util";
import type { NormalSubgraph } from "../../language/kinds/subgraph/subgraph-node.ts";
import type { ChannelDef } from "../../language/registry/registry.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { callerLabel, END } from "../../language/terms/labels.ts";
import type { Step } from "../../language/terms/step.ts";
import { innerName } from "../../language/terms/visit-name.ts";
import { failed, usageInError } from "../attempts/run-attempts.ts";
import { withTimeout } from "../attempts/time-limit.ts";
import { clear } from "../call/clear-mark.ts";
import { MEMORY, type State } from "../call/internal-channels.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { valueAt } from "../call/take-args.ts";

export async function runSubgraph(call: Call<NormalSubgraph>): Promise<Outcome> {
  const { node, name, state, config } = call;
  const input = pickChannels(node.input, state);
  try {
    const { state: inner, path } = await withTimeout(call, { timeoutMs: node.timeoutMs }, (signal) =>
      call.child({ name: node.graph, ...(node.with && { params: node.with }) }).run(input, { ...config, signal }, state[MEMORY]?.[name]),
    );
    return {
      label: endingOf(path),
      writes: { ...outputOf(call, { input, inner }), ...memoryOf(call, inner) },
      steps: path.map((step) => ({ ...step, node: innerName(name, step.node) })),
    };
  } catch (error) {
    if (call.signal.aborted) throw call.signal.reason ?? error;
    return failed(call, error, usageInError(error));
  }
}

/** Of channels that went in too, what has changed: handed back whole, a list would be there twice. */
function outputOf({ node, registry }: Call<NormalSubgraph>, { input, inner }: { input: State; inner: State }): Record<string, unknown> {
  const { output, shared = [] } = node;
  const updates = shared.flatMap((channel) => {
    const source = output[channel] ?? "";
    return [[channel, changeOf({ before: input[source], after: inner[source], definition: registry.state[channel] })] as const];
  });
  return { ...pickChannels(output, inner), ...Object.fromEntries(updates.filter(([, update]) => update !== undefined)) };
}

interface Held {
  readonly before: unknown;
  readonly after: unknown;
  readonly definition: ChannelDef | undefined;
}

function changeOf({ before, after, definition }: Held): unknown {
  if (after === undefined) return before === undefined ? undefined : clear();
  if (!Array.isArray(before) || !Array.isArray(after) || !definition) return after;
  const isMessages = "messages" in definition;
  if (!isMessages && !("list" in definition)) return after;
  const same = isMessages ? hasIdOf : isDeepStrictEqual;
  // else something inside has cleared it, or a conversation was cut
  if (!before.every((item, index) => index < after.length && same(item, after[index]))) return clear(after);
  return isMessages ? after : after.slice(before.length);
}

const hasIdOf = (one: unknown, other: unknown): boolean => isRecord(one) && isRecord(other) && one.id === other.id;

/** What it finds at its next call; a list that is empty is none. */
function memoryOf({ node: { keeps }, name }: Call<NormalSubgraph>, inner: State): Pick<State, typeof MEMORY> {
  if (!keeps) return {};
  const kept = [...keeps, MEMORY].flatMap((channel) => (inner[channel] === undefined ? [] : [[channel, inner[channel]] as const]));
  return { [MEMORY]: { [name]: Object.fromEntries(kept) } };
}

/** The label that a graph's path ended with: of `end:booked` it is `booked`, of a plain end `next`. */
export function endingOf(path: readonly Step[]): string {
  return callerLabel(path.at(-1)?.target ?? END);
}

/** Name ← channel, or one field of it. What is empty there stays empty here. */
export function pickChannels(sources: Readonly<Record<string, string>>, state: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(sources)
      .map(([name, source]) => [name, valueAt(state, source)] as const)
      .filter(([, value]) => value !== undefined),
  );
}
