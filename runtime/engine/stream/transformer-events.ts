/** What the stream transformers of a graph built by hand make of its events, for runs of protocol v2: custom events, each by its name. */
import { createGraphRunStream } from "@langchain/langgraph/web";
import type { CompiledGraph } from "../../../compile/compile-graph.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import type { EventLog } from "../../event-log/event-log.ts";
import { plainJson } from "../../protocol/plain-json.ts";
import { MessageStreams } from "../../protocol-v2/message-streams.ts";
import { Notification } from "../../pubsub/notification.ts";
import type { Chunk } from "../../streams/agent-words.ts";

/** LangGraph's name for the events of a transformer's channel. */
const CHANNEL = "custom:";

export class TransformerEvents {
  readonly #messages = new MessageStreams();
  readonly #pending: Chunk[] = [];
  readonly #changed = new Notification();
  readonly #told: Promise<void>;
  #isOver = false;

  /** Undefined for a graph without any. */
  static of(graph: CompiledGraph, log: EventLog): TransformerEvents | undefined {
    return graph.streamTransformers.length === 0 ? undefined : new TransformerEvents(graph, log);
  }

  private constructor(graph: CompiledGraph, log: EventLog) {
    const run = createGraphRunStream(this.#chunks(), graph.streamTransformers);
    this.#told = tell(run, log);
  }

  /** As `graph.stream` yields it. What nodes write by themselves is a custom event without them. */
  push([namespace, mode, payload]: Chunk): void {
    if (mode === "custom" || mode === "checkpoints") return;
    if (mode !== "messages") this.#pending.push([namespace, mode, payload]);
    else
      for (const [, place, data, node] of this.#messages.of(plainJson(payload), namespace))
        this.#pending.push([place, "messages", [data, { langgraph_node: node }]]);
    if (mode === "tasks" && isRecord(payload) && "result" in payload)
      for (const [, place, data, node] of this.#messages.close(({ task }) => task === payload.id))
        this.#pending.push([place, "messages", [data, { langgraph_node: node }]]);
    this.#changed.notify();
  }

  /** The run is over: transformers tell what they have counted or collected. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#changed.notify();
    await this.#told;
  }

  async *#chunks(): AsyncGenerator<[string[], never, unknown]> {
    for (;;) {
      const next = this.#pending.shift();
      if (next) yield [[...next[0]], next[1] as never, next[2]];
      else if (this.#isOver) return;
      else await this.#changed.wait();
    }
  }
}

/** A transformer that throws harms nobody but who reads its events. */
async function tell(
  run: AsyncIterable<{ method: string; params: { namespace: readonly string[]; data: unknown } }>,
  log: EventLog,
): Promise<void> {
  try {
    for await (const { method, params } of run) {
      const name = method.startsWith(CHANNEL) ? method.slice(CHANNEL.length) : undefined;
      const data = name === undefined ? (method === "custom" ? params.data : undefined) : { name, payload: params.data };
      if (data !== undefined) log.push(["custom", ...params.namespace].join("|"), data);
    }
  } catch (error) {
    log.push("custom", { name: "error", payload: String(error) });
  }
}
