/** Converts what a LangGraph stream yields into the events of the Agent Server protocol. Pure: it uses neither runs nor a database. */
import { AIMessageChunk } from "@langchain/core/messages";
import type { StreamMode } from "@langchain/langgraph";
import { isCheckpointEnvelope } from "@langchain/langgraph/web";
import { isRecord } from "../../language/schema/is-record.ts";
import { withoutInternal } from "../protocol/plain-json.ts";
import type { Chunk } from "./agent-words.ts";
import { plainCheckpoint, plainTask } from "./debug-events.ts";

export interface Wanted {
  /** `stream_mode` of the run. */
  readonly modes: readonly string[];
  readonly subgraphs: boolean;
  /** Keys of `config.configurable` that no event may show. */
  readonly hidden?: readonly string[];
}

const STREAM_MODES = ["values", "updates", "messages", "custom", "debug", "tasks", "checkpoints", "tools"] as const satisfies StreamMode[];

/** The modes requested from LangGraph: `messages-tuple` is its `messages`, and `messages` is derived from that and from `values`. */
export function libraryModes({ modes }: Wanted): StreamMode[] {
  const asked = modes.flatMap((mode) => (mode === "messages" ? ["messages", "values"] : mode === "messages-tuple" ? ["messages"] : [mode]));
  return STREAM_MODES.filter((mode) => asked.includes(mode)).sort((a, b) => asked.indexOf(a) - asked.indexOf(b));
}

export type Event = readonly [event: string, data: unknown];
export class StreamEvents {
  readonly #wanted: ReadonlySet<string>;
  readonly #hidden: readonly string[];
  readonly #partial = new Map<string, AIMessageChunk>();
  readonly #complete = new Set<string>();

  constructor({ modes, hidden = [] }: Wanted) {
    this.#wanted = new Set(modes);
    this.#hidden = hidden;
  }

  /** `chunk` as `graph.stream` yields it with several modes and subgraphs. */
  *of([namespace, mode, payload]: Chunk): Generator<Event> {
    const suffix = namespace.length > 0 ? `|${namespace.join("|")}` : "";
    if (mode === "messages") yield* this.#ofMessage(payload, suffix);
    else if (this.#wanted.has(mode)) {
      const data = dataOf(mode, payload, this.#hidden);
      if (data !== undefined) yield [`${mode}${suffix}`, data];
    }
    if (mode === "values" && this.#wanted.has("messages")) yield* this.#completed(payload);
  }

  /** `payload` is a message and its metadata. */
  *#ofMessage(payload: unknown, suffix: string): Generator<Event> {
    const [message, metadata]: unknown[] = Array.isArray(payload) ? payload : [];
    if (this.#wanted.has("messages-tuple")) yield [`messages${suffix}`, [message, metadata]];
    if (!this.#wanted.has("messages") || !AIMessageChunk.isInstance(message) || !message.id) return;
    const { id } = message;
    const before = this.#partial.get(id);
    const whole = before ? before.concat(message) : message;
    this.#partial.set(id, whole);
    if (!before) yield ["messages/metadata", { [id]: { metadata } }];
    yield ["messages/partial", [whole]];
  }

  /** Messages that have reached the state, each once. */
  *#completed(values: unknown): Generator<Event> {
    const messages: unknown = isRecord(values) ? values.messages : undefined;
    const fresh = (Array.isArray(messages) ? messages : []).filter((message: unknown) => {
      const id = isRecord(message) ? message.id : undefined;
      if (typeof id !== "string" || id === "" || this.#complete.has(id)) return false;
      this.#complete.add(id);
      return true;
    });
    if (fresh.length > 0) yield ["messages/complete", fresh];
  }
}

/** Undefined if all of it is internal. */
function dataOf(mode: string, payload: unknown, hidden: readonly string[]): unknown {
  if (mode === "values") {
    const values = withoutInternal(payload);
    return isEmptied(payload, values) ? undefined : values;
  }
  if (mode === "tasks") return plainTask(payload);
  if (mode === "updates") {
    const updates = withoutInternal(payload);
    return isRecord(updates) && Object.keys(updates).length > 0 ? updates : undefined;
  }
  if (mode === "checkpoints") {
    if (isCheckpointEnvelope(payload)) return undefined;
    const { values, metadata, next } = plainCheckpoint(payload);
    return { values, metadata, next };
  }
  if (mode !== "debug" || !isRecord(payload)) return payload;
  const { type, payload: inner } = payload;
  return { ...payload, payload: type === "checkpoint" ? plainCheckpoint(inner, hidden) : plainTask(inner) };
}

/** LangGraph's last values after a question are the question alone: they are empty when the question asks no person. */
const isEmptied = (before: unknown, after: unknown): boolean =>
  isRecord(before) && "__interrupt__" in before && isRecord(after) && Object.keys(after).length === 0;
