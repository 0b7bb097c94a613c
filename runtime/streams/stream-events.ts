/** Converts what a LangGraph stream yields into the events of the Agent Server protocol. Pure: it uses neither runs nor a database. */
import { AIMessageChunk } from "@langchain/core/messages";
import type { StreamMode } from "@langchain/langgraph";
import { isCheckpointEnvelope } from "@langchain/langgraph/web";
import { isRecord } from "../../language/schema/is-record.ts";
import { withOpenQuestions } from "../../nodes/interrupt/said-while-open.ts";
import { withoutInternal } from "../protocol/plain-json.ts";
import type { Chunk } from "./agent-words.ts";
import { plainCheckpoint, plainEvent, plainTask, slimTask } from "./debug-events.ts";
import { type LifecycleNotice, SubgraphLifecycle } from "./subgraph-lifecycle.ts";

export interface Wanted {
  /** `stream_mode` of the run. */
  readonly modes: readonly string[];
  readonly subgraphs: boolean;
  /** Keys of `config.configurable` that no event may show. */
  readonly hidden?: readonly string[];
  /** Tasks without what they were given and have written: the state and the updates have it. */
  readonly slimTasks?: boolean;
}

const STREAM_MODES = ["values", "updates", "messages", "custom", "debug", "tasks", "checkpoints", "tools"] as const satisfies StreamMode[];

/** Ours, and the modes of LangGraph from which they are derived. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  messages: ["messages", "values"],
  "messages-tuple": ["messages"],
  lifecycle: ["tasks"],
};

/** The modes requested from LangGraph. `events` is none of them: see `chunksOf`. */
export function libraryModes({ modes }: Pick<Wanted, "modes">): StreamMode[] {
  const asked = modes.flatMap((mode) => DERIVED[mode] ?? [mode]);
  return STREAM_MODES.filter((mode) => asked.includes(mode)).sort((a, b) => asked.indexOf(a) - asked.indexOf(b));
}

export type Event = readonly [event: string, data: unknown];
export class StreamEvents {
  readonly #wanted: ReadonlySet<string>;
  readonly #hidden: readonly string[];
  readonly #slimTasks: boolean;
  readonly #partial = new Map<string, AIMessageChunk>();
  readonly #complete = new Set<string>();
  readonly #lifecycle: SubgraphLifecycle | undefined;
  /** Each `values` has a checkpoint, which is shown beside it. */
  readonly #hasValues: boolean;
  #values: unknown;

  constructor({ modes, hidden = [], slimTasks = false }: Wanted) {
    this.#slimTasks = slimTasks;
    this.#wanted = new Set(modes);
    this.#hidden = hidden;
    this.#hasValues = libraryModes({ modes }).includes("values");
    this.#lifecycle = this.#wanted.has("lifecycle") ? new SubgraphLifecycle() : undefined;
  }

  /** `chunk` as `graph.stream` yields it with several modes and subgraphs. `seen`: what a reader may see of it. */
  *of(chunk: Chunk, seen: Chunk | undefined = chunk): Generator<Event> {
    for (const notice of this.#lifecycle?.begun(chunk) ?? []) yield lifecycleEvent(notice);
    if (seen) yield* this.#shown(seen);
    for (const notice of this.#lifecycle?.ended(chunk) ?? []) yield lifecycleEvent(notice);
  }

  /** The run is over, maybe within subgraphs; undefined: another attempt continues it. */
  *end(end: Pick<LifecycleNotice, "event" | "error"> | undefined): Generator<Event> {
    for (const notice of (end && this.#lifecycle?.endAll(end)) ?? []) yield lifecycleEvent(notice);
  }

  *#shown([namespace, mode, payload]: Chunk): Generator<Event> {
    const suffix = namespace.length > 0 ? `|${namespace.join("|")}` : "";
    if (mode === "messages") yield* this.#ofMessage(payload, suffix);
    else if (this.#wanted.has(mode) || (this.#hasValues && mode === "checkpoints" && isCheckpointEnvelope(payload))) {
      if (mode === "values" && namespace.length === 0) yield* this.#asked(payload);
      const data = dataOf(mode, payload, this.#hidden);
      if (data !== undefined) yield [`${mode}${suffix}`, mode === "tasks" && this.#slimTasks ? slimTask(data) : data];
    }
    if (mode === "values" && this.#wanted.has("messages")) yield* this.#completed(payload);
  }

  /** LangGraph's last values after a question are the question alone: the message that asks it comes before them. */
  *#asked(payload: unknown): Generator<Event> {
    const questions = isRecord(payload) ? payload.__interrupt__ : undefined;
    if (!Array.isArray(questions)) this.#values = payload;
    else {
      const shown = withOpenQuestions(this.#values, questions);
      if (shown !== this.#values) yield ["values", withoutInternal(shown)];
    }
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
  if (mode === "events") return plainEvent(payload);
  if (mode === "checkpoints") {
    if (isCheckpointEnvelope(payload)) return payload;
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

const lifecycleEvent = (notice: LifecycleNotice): Event => [`lifecycle|${notice.namespace.join("|")}`, notice];
