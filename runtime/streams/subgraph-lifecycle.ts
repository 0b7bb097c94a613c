/** When each subgraph of a run begins and ends, derived from what LangGraph streams with subgraphs: it announces neither by itself. */
import { isRecord } from "../../language/schema/is-record.ts";
import type { RunFailure } from "../../persistence/statements/runs/rows.ts";
import type { Chunk } from "./agent-words.ts";

export interface LifecycleNotice {
  readonly event: "started" | "completed" | "failed" | "interrupted";
  readonly namespace: readonly string[];
  /** The agent's own name where it has one, otherwise the node's. */
  readonly graph_name: string;
  /** Of the tool call that began it. */
  readonly tool_call_id?: string;
  readonly error?: Pick<RunFailure, "error" | "message">;
}

type End = Pick<LifecycleNotice, "event" | "error">;

/** One for each attempt at a run. It needs LangGraph's `tasks`. */
export class SubgraphLifecycle {
  /** Those that have begun and not ended, in order, by their namespace. */
  readonly #open = new Map<string, LifecycleNotice>();
  /** What a task was begun for, by its id: the namespace inside it is named after the task. */
  readonly #toolCalls = new Map<string, string>();

  /** What begins with a chunk: to be told before it. */
  *begun([namespace, mode, payload]: Chunk): Generator<LifecycleNotice> {
    for (const [index] of namespace.entries()) {
      const place = namespace.slice(0, index + 1);
      if (this.#open.has(keyOf(place))) continue;
      const notice = this.#startOf(place, index === namespace.length - 1 && mode === "tasks" ? payload : undefined);
      this.#open.set(keyOf(place), notice);
      yield notice;
    }
    if (mode === "tasks") this.#rememberToolCall(payload);
  }

  /** What ends with a chunk: to be told after it. */
  *ended([namespace, mode, payload]: Chunk): Generator<LifecycleNotice> {
    if (mode !== "tasks" || !isRecord(payload) || !("result" in payload)) return;
    const { name, id, interrupts, error } = payload;
    const isAsking = Array.isArray(interrupts) && interrupts.length > 0;
    yield* this.#close([...namespace, `${name}:${id}`], { event: error != null ? "failed" : isAsking ? "interrupted" : "completed" });
    if (typeof id === "string") this.#toolCalls.delete(id);
  }

  /** The run is over: so is everything inside it. */
  *endAll(end: End): Generator<LifecycleNotice> {
    yield* this.#close([], end);
  }

  /** The innermost first. */
  *#close(place: readonly string[], end: End): Generator<LifecycleNotice> {
    for (const [key, started] of [...this.#open].reverse()) {
      if (!place.every((segment, index) => started.namespace[index] === segment)) continue;
      this.#open.delete(key);
      yield { ...started, ...end };
    }
  }

  #startOf(namespace: readonly string[], task: unknown): LifecycleNotice {
    const [node = "", taskId = ""] = namespace.at(-1)?.split(":") ?? [];
    const toolCall = this.#toolCalls.get(taskId);
    return {
      event: "started",
      namespace,
      graph_name: agentNameIn(task) ?? node,
      ...(toolCall !== undefined && { tool_call_id: toolCall }),
    };
  }

  /** A task of LangGraph's ToolNode has one tool call as its input, in one of two forms. */
  #rememberToolCall(task: unknown): void {
    if (!isRecord(task) || typeof task.id !== "string") return;
    const { input } = task;
    const calls: readonly unknown[] = isRecord(input) ? [input.tool_call] : Array.isArray(input) ? input : [];
    const call = calls.find((candidate) => isRecord(candidate) && typeof candidate.id === "string");
    if (isRecord(call) && typeof call.id === "string") this.#toolCalls.set(task.id, call.id);
  }
}

function agentNameIn(task: unknown): string | undefined {
  const name = isRecord(task) && isRecord(task.metadata) ? task.metadata.lc_agent_name : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

const keyOf = (namespace: readonly string[]): string => namespace.join("|");
