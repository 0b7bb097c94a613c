/** The messages of a run that are being streamed: which are open, and when each is complete. Pure. */
import { isRecord } from "../../language/schema/is-record.ts";
import { isSaid } from "../streams/agent-words.ts";
import { type MessagePlace, MessageStream } from "./message-stream.ts";
import type { EventNamespace } from "./protocol-event.ts";

type Draft = readonly [method: "messages", namespace: EventNamespace, data: unknown, node: string | undefined];

/** The protocol has no messages of tools: their results are in `tools` and in the state. */
const ROLES: Readonly<Record<string, string>> = { ai: "ai", AIMessageChunk: "ai", human: "human", system: "system" };

export class MessageStreams {
  readonly #open = new Map<string, MessageStream>();

  /** `data`: a message, whole or a chunk of it, and its node's metadata, as the mode `messages-tuple` has them. */
  *of(data: unknown, namespace: EventNamespace): Generator<Draft> {
    const [message, metadata]: unknown[] = Array.isArray(data) ? data : [];
    if (!isRecord(message) || typeof message.id !== "string") return;
    const role = ROLES[String(message.type)];
    if (role === undefined) return;
    const { id } = message;
    const isChunk = "tool_call_chunks" in message;
    const key = `${namespace.join("|")} ${id}`;
    const open = this.#open.get(key);
    const stream = open ?? new MessageStream(id, role, placeOf(namespace, isRecord(metadata) ? metadata : {}));
    if (!open) yield* drafts(stream, stream.start());
    yield* drafts(stream, stream.push(message));
    if (isChunk) this.#open.set(key, stream);
    else {
      this.#open.delete(key);
      yield* drafts(stream, stream.finish());
    }
  }

  /** Their task has ended, or its super-step, or the run. */
  *close(isDone: (place: MessagePlace) => boolean): Generator<Draft> {
    for (const stream of this.#take(isDone)) yield* drafts(stream, stream.finish());
  }

  /** They will not be completed. */
  *abandon(message: string, code: string): Generator<Draft> {
    for (const stream of this.#take(() => true)) yield* drafts(stream, stream.fail(message, code));
  }

  *#take(isDone: (place: MessagePlace) => boolean): Generator<MessageStream> {
    for (const [key, stream] of this.#open) {
      if (!isDone(stream.place)) continue;
      this.#open.delete(key);
      yield stream;
    }
  }
}

function placeOf(
  namespace: EventNamespace,
  metadata: Readonly<Record<string, unknown>>,
): MessagePlace & { readonly metadata: typeof metadata } {
  const { langgraph_node: node, langgraph_checkpoint_ns: within } = metadata;
  // what a declared agent says is its top node's, however deep it stands: clients show messages of the first level as the thread's
  const place = isSaid(namespace, metadata) ? namespace.slice(0, 1) : namespace;
  const task = typeof within === "string" ? within.split(":").at(-1) : undefined;
  return { namespace: place, node: typeof node === "string" ? node : undefined, task, metadata };
}

function* drafts({ place }: MessageStream, events: Iterable<unknown>): Generator<Draft> {
  for (const data of events) yield ["messages", place.namespace, data, place.node];
}
