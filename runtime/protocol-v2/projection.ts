/**
 * A thread's event log as the events of protocol v2. Pure: the same log gives the same events with the same numbers, in every process and at every time.
 * It begins at any attempt's first event.
 */
import { isRecord } from "../../language/schema/is-record.ts";
import { CANCELLED } from "../../persistence/statements/events/tell-cancelled.ts";
import { MessageStreams } from "./message-streams.ts";
import type { AgentStatus, EventNamespace, ProtocolEvent, ProtocolMethod } from "./protocol-event.ts";
import { sequenceAfter } from "./sequence.ts";
import { toolData } from "./tool-data.ts";

/** An event of a run as the log has it. */
export interface Recorded {
  readonly runId: string;
  /** Among all events of the thread. */
  readonly place: number;
  readonly attempt: number;
  /** With the namespace: "updates|node:task". */
  readonly event: string;
  readonly data: unknown;
  /** In milliseconds since 1970, as stored. */
  readonly at: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Draft = readonly [method: ProtocolMethod, namespace: EventNamespace, data: unknown, node?: string | undefined];

/** What a run is: with its event `metadata`. */
export interface Begin {
  readonly graph_id: string;
  /** Questions that the run answers. */
  readonly answered?: readonly string[];
  /** The run whose work it continues, after child threads. */
  readonly continues?: string;
}

/** How it has ended: with its event `__end`. `waits`: for child threads, and another run continues it. */
export interface End {
  readonly status: string;
  readonly waits?: boolean;
}

export class Projection {
  readonly #messages = new MessageStreams();
  /** Questions that the attempt under way has asked. */
  readonly #asked = new Set<string>();
  #run = "";
  /** Of the last event. */
  #place = -1;
  /** The number of the last one that was made. */
  #sequence = -1;
  /** For clients, a run and those that continue it are one. */
  #shownRun = "";
  #graph = "";
  #hasFailed = false;
  #isWaiting = false;

  of(recorded: Recorded): ProtocolEvent[] {
    const [name = "", ...namespace] = recorded.event.split("|");
    // numbered after the attempt before: whoever begins to read here numbers what follows alike
    const left = [...this.#left(name, recorded)].map((draft) => this.#eventOf({ ...recorded, place: this.#place + 1 }, draft));
    const drafts = this.#handlers[name]?.(recorded, namespace) ?? [];
    this.#place = recorded.place;
    return [...left, ...[...drafts].map((draft) => this.#eventOf(recorded, draft))];
  }

  readonly #handlers: Readonly<Record<string, (recorded: Recorded, namespace: EventNamespace) => Iterable<Draft>>> = {
    metadata: (recorded) => this.#begin(recorded, recorded.data as Begin), // thread-events.ts puts it there
    [CANCELLED]: (recorded) => this.#cancelled(recorded, recorded.data as Begin),
    __end: ({ data }) => this.#end(data as End),
    error: ({ data }) => this.#fail(data),
    messages: ({ data }, namespace) => this.#messages.of(data, namespace),
    values: ({ data }, namespace) => this.#values(data, namespace),
    updates: ({ data }, namespace) => this.#updates(data, namespace),
    lifecycle: ({ data }, namespace) => lifecycleOf(data, namespace),
    checkpoints: ({ data }, namespace) => (isRecord(data) && "id" in data ? [["checkpoints", namespace, data]] : []),
    custom: ({ data }, namespace) => [["custom", namespace, isRecord(data) && "name" in data ? data : { payload: data }]],
    tools: ({ data }, namespace) => [["tools", namespace, toolData(data)]],
    tasks: ({ data }, namespace) => this.#task(data, namespace),
  };

  /** What the attempt before has not completed. */
  *#left(name: string, { runId, attempt }: Recorded): Generator<Draft> {
    const isItsRun = runId === this.#run;
    if (name === CANCELLED && isItsRun) yield* this.#messages.abandon("the run was cancelled", "run_cancelled");
    if (name !== "metadata") return;
    if (isItsRun) yield* this.#messages.abandon(`attempt ${attempt - 1} ended`, "attempt_ended");
    else yield* this.#messages.close(() => true);
  }

  /** Before a worker began it, or began it again. */
  *#cancelled({ runId }: Recorded, { graph_id, continues }: Begin): Generator<Draft> {
    this.#shownRun = continues ?? runId;
    this.#graph = graph_id;
    yield this.#root("interrupted");
  }

  *#begin({ runId, attempt }: Recorded, { graph_id, answered = [], continues }: Begin): Generator<Draft> {
    this.#asked.clear();
    this.#run = runId;
    this.#shownRun = continues ?? runId;
    this.#graph = graph_id;
    this.#hasFailed = false;
    this.#isWaiting = false;
    yield this.#root("running", { attempt });
    if (answered.length > 0) yield ["input.answered", [], { interrupt_ids: answered }];
  }

  *#end({ status, waits = false }: End): Generator<Draft> {
    yield* this.#messages.close(() => true);
    if (waits || this.#hasFailed) return;
    const asks = this.#isWaiting ? "interrupted" : "completed";
    yield this.#root(status === "success" ? asks : status === "interrupted" ? "interrupted" : "failed");
  }

  *#fail(data: unknown): Generator<Draft> {
    const message = isRecord(data) ? String(data.message) : String(data);
    yield* this.#messages.abandon(message, "run_failed");
    this.#hasFailed = true;
    yield this.#root("failed", { error: message });
  }

  *#values(data: unknown, namespace: EventNamespace): Generator<Draft> {
    const { __interrupt__: questions, ...values } = isRecord(data) ? data : {};
    // a question alone comes in the middle of a super-step
    const isStep = Object.keys(values).length > 0;
    if (isStep) yield* this.#messages.close((place) => sameNamespace(place.namespace, namespace));
    if (namespace.length === 0) this.#isWaiting = Array.isArray(questions) && questions.length > 0;
    yield* this.#ask(questions, namespace);
    if (isStep) yield ["values", namespace, values];
  }

  *#updates(data: unknown, namespace: EventNamespace): Generator<Draft> {
    for (const [node, values] of Object.entries(isRecord(data) ? data : {})) {
      if (node === "__interrupt__") {
        if (namespace.length === 0) this.#isWaiting = Array.isArray(values) && values.length > 0;
        yield* this.#ask(values, namespace);
        continue;
      }
      yield ["updates", namespace, { node, values: isRecord(values) ? values : { value: values } }, node];
    }
  }

  *#task(data: unknown, namespace: EventNamespace): Generator<Draft> {
    const ended = isRecord(data) && "interrupts" in data && "error" in data ? data.id : undefined;
    if (ended !== undefined) yield* this.#messages.close(({ task }) => task === ended);
    yield ["tasks", namespace, data];
  }

  /** Each question once an attempt: `updates` and `values` both have it. */
  *#ask(questions: unknown, namespace: EventNamespace): Generator<Draft> {
    for (const question of Array.isArray(questions) ? questions : []) {
      if (!isRecord(question) || typeof question.id !== "string" || this.#asked.has(question.id)) continue;
      this.#asked.add(question.id);
      yield ["input.requested", namespace, { interrupt_id: question.id, payload: question.value }];
    }
  }

  #root(event: AgentStatus, more: Fields = {}): Draft {
    return ["lifecycle", [], { event, graph_name: this.#graph, ...more }];
  }

  /** Clients read the run from the ids of what happens to the whole run. */
  #eventOf(recorded: Recorded, [method, namespace, data, node]: Draft): ProtocolEvent {
    const seq = sequenceAfter(this.#sequence, recorded.place);
    this.#sequence = seq;
    const isOfRun = method === "lifecycle" && namespace.length === 0;
    const params = { namespace, timestamp: recorded.at, ...(node !== undefined && { node }), data };
    return { type: "event", event_id: isOfRun ? `synth:${this.#shownRun}:${seq}` : String(seq), seq, method, params };
  }
}

function lifecycleOf(data: unknown, namespace: EventNamespace): Draft[] {
  const { event, graph_name, tool_call_id: call, error } = isRecord(data) ? data : {};
  const cause = event === "started" && call !== undefined && { cause: { type: "toolCall", tool_call_id: call } };
  return [["lifecycle", namespace, { event, graph_name, ...cause, ...(isRecord(error) && { error: error.message }) }]];
}

const sameNamespace = (one: EventNamespace, other: EventNamespace): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);
