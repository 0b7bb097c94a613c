/** Turns what a LangGraph stream yields into the events of the Agent Server protocol. Pure: knows no runs and no database. */
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import type { StreamMode } from "@langchain/langgraph";
import { isCheckpointEnvelope } from "@langchain/langgraph/web";
import { withoutInternal } from "../protocol/plain-json.ts";
import type { Chunk } from "./agent-words.ts";
import { plainCheckpoint, plainTask } from "./debug-events.ts";

export interface Wanted {
  /** `stream_mode` of the run. */
  readonly modes: readonly string[];
  readonly subgraphs: boolean;
}

/** What LangGraph is asked for: `messages-tuple` is its `messages`, and `messages` is made from that and from `values`. */
export function libraryModes({ modes }: Wanted): StreamMode[] {
  const asked = modes.flatMap((mode) => (mode === "messages" ? ["messages", "values"] : mode === "messages-tuple" ? ["messages"] : [mode]));
  const known = new Set(["values", "updates", "messages", "custom", "debug", "tasks", "checkpoints", "tools"]);
  return [...new Set(asked)].filter((mode) => known.has(mode)) as StreamMode[];
}

export type Event = readonly [event: string, data: unknown];
export class StreamEvents {
  readonly #wanted: ReadonlySet<string>;
  readonly #partial = new Map<string, AIMessageChunk>();
  readonly #complete = new Set<string>();

  constructor({ modes }: Wanted) {
    this.#wanted = new Set(modes);
  }

  /** `chunk` as `graph.stream` yields it with several modes and subgraphs. */
  *of([namespace, mode, payload]: Chunk): Generator<Event> {
    const suffix = namespace.length > 0 ? `|${namespace.join("|")}` : "";
    if (mode === "messages") yield* this.#ofMessage(payload as [BaseMessage, unknown], suffix);
    else if (this.#wanted.has(mode)) {
      const data = dataOf(mode, payload);
      if (data !== undefined) yield [`${mode}${suffix}`, data];
    }
    if (mode === "values" && this.#wanted.has("messages")) yield* this.#completed(payload);
  }

  *#ofMessage([message, metadata]: [BaseMessage, unknown], suffix: string): Generator<Event> {
    if (this.#wanted.has("messages-tuple")) yield [`messages${suffix}`, [message, metadata]];
    const { id } = message;
    if (!this.#wanted.has("messages") || !AIMessageChunk.isInstance(message) || !id) return;
    const before = this.#partial.get(id);
    const whole = before ? before.concat(message) : message;
    this.#partial.set(id, whole);
    if (!before) yield ["messages/metadata", { [id]: { metadata } }];
    yield ["messages/partial", [whole]];
  }

  /** Messages that have reached the state: each once. */
  *#completed(values: unknown): Generator<Event> {
    const messages = (values as { messages?: unknown } | null)?.messages;
    const fresh = (Array.isArray(messages) ? (messages as BaseMessage[]) : []).filter(({ id }) => id && !this.#complete.has(id));
    for (const { id } of fresh) this.#complete.add(id as string);
    if (fresh.length > 0) yield ["messages/complete", fresh];
  }
}

/** Undefined: nothing that concerns anybody outside. */
function dataOf(mode: string, payload: unknown): unknown {
  if (mode === "values") {
    const values = withoutInternal(payload);
    return isEmptied(payload, values) ? undefined : values;
  }
  if (mode === "tasks") return plainTask(payload as Record<string, unknown>);
  if (mode === "updates") {
    const updates = withoutInternal(payload as Record<string, unknown>);
    return Object.keys(updates).length > 0 ? updates : undefined;
  }
  if (mode === "checkpoints") {
    if (isCheckpointEnvelope(payload)) return undefined;
    const { values, metadata, next } = plainCheckpoint(payload as Record<string, unknown>);
    return { values, metadata, next };
  }
  if (mode !== "debug") return payload;
  const { type, payload: inner } = payload as { type: string; payload: Record<string, unknown> };
  return { ...(payload as object), payload: type === "checkpoint" ? plainCheckpoint(inner) : plainTask(inner) };
}

/** LangGraph's last values after a question are the question alone: nothing is left of them when nobody is asked. */
const isEmptied = (before: unknown, after: unknown): boolean =>
  typeof before === "object" && before !== null && "__interrupt__" in before && Object.keys(after as object).length === 0;
