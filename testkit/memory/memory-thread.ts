/** A graph compiled for memory, and its threads as LangGraph runs them: what goes in, where a thread stops, its state and path. */
import type { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { RunnableConfig } from "@langchain/core/runnables";
import { MemorySaver } from "@langchain/langgraph";
import { type CompiledGraph, compileDeclaration, hasRegions } from "../../compile/compile-graph.ts";
import { cancelledQuestions } from "../../compile/open-questions.ts";
import type { SignalUpdate } from "../../compile/outside/signal.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { kindOf } from "../../language/kinds/all.ts";
import type { Declaration } from "../../language/registry/declaration.ts";
import { type GraphWithRegistry, registryOf } from "../../language/registry/registry-of.ts";
import type { Path } from "../../language/terms/step.ts";
import { holderOf } from "../../language/terms/visit-name.ts";
import { isToolApproval, type ToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { PATH, type State } from "../../nodes/call/internal-channels.ts";
import type { Ports } from "../../nodes/call/ports.ts";
import { type AwaitsChildren, isAwaitsChildren } from "../../nodes/composite/own-threads.ts";
import { isQuestionPayload, type QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import { type AwaitsTime, isAwaitsTime } from "../../nodes/sleep.ts";

/** Something that waits for a person, with the id that its answer names. */
export interface Asked<T> {
  readonly id: string;
  readonly value: T;
}

/** What a thread waits for. */
export interface Stop {
  readonly questions: readonly Asked<QuestionPayload>[];
  readonly approvals: readonly Asked<ToolApproval>[];
  /** Child threads. */
  readonly children: readonly Asked<AwaitsChildren>[];
  /** Nobody is asked: their time passes. */
  readonly sleeps: readonly Asked<AwaitsTime>[];
  /** Calls of LangGraph's `interrupt()` by code of the application. */
  readonly byCode: readonly Asked<unknown>[];
}

/** Its threads share a checkpointer. */
export interface MemoryGraph {
  readonly compiled: CompiledGraph;
  readonly saver: MemorySaver;
}

export function memoryGraph(declaration: Declaration, ports: Ports): MemoryGraph {
  const saver = new MemorySaver();
  return { compiled: compileDeclaration(declaration, { ports, checkpointer: saver }), saver };
}

interface ThreadOptions {
  readonly id?: string;
  readonly streams?: boolean;
  /** Follow what runs inside. */
  readonly callbacks?: readonly BaseCallbackHandler[];
}

export class MemoryThread {
  /** The text that models have streamed. */
  streamed = "";
  readonly #compiled: CompiledGraph;
  readonly #saver: MemorySaver;
  readonly #config: RunnableConfig & { readonly durability: "sync" };
  readonly #id: string;
  readonly #streams: boolean;

  constructor({ compiled, saver }: MemoryGraph, { id = "path", streams = false, callbacks = [] }: ThreadOptions = {}) {
    this.#compiled = compiled;
    this.#saver = saver;
    this.#config = { configurable: { thread_id: id, run_id: id }, durability: "sync", callbacks: [...callbacks] };
    this.#id = id;
    this.#streams = streams;
  }

  /** Runs to an end or to questions. */
  async invoke(input: object | null): Promise<Stop> {
    return stopIn(await (this.#streams ? this.#stream(input) : this.#compiled.invoke(input, this.#config)));
  }

  async #stream(input: object | null): Promise<unknown> {
    let last: unknown;
    const streamMode: ("values" | "messages")[] = ["values", "messages"];
    for await (const [namespace, mode, chunk] of await this.#compiled.stream(input, { ...this.#config, streamMode, subgraphs: true })) {
      if (mode === "messages") this.streamed += chunk[0].text;
      else if (namespace.length === 0) last = chunk;
    }
    return last;
  }

  async update({ values, asNode }: SignalUpdate): Promise<void> {
    await this.#compiled.updateState(this.#config, values, asNode);
  }

  /** Declared channels. */
  async state(): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#compiled.getState(this.#config)).values;
  }

  /** The steps of the turn so far. */
  async path(): Promise<Path> {
    const tuple = await this.#saver.getTuple(this.#config);
    const state: State = tuple?.checkpoint.channel_values ?? {};
    return state[PATH] ?? [];
  }

  /** The visits in which code has interrupted: of a graph built by hand, its node. */
  async interrupted(asked: readonly Asked<unknown>[], graph: GraphWithRegistry): Promise<readonly string[]> {
    const { tasks } = await this.#compiled.getState(this.#config, { subgraphs: true });
    return asked.map(({ id }) => visitOf(id, tasks, graph) ?? "");
  }

  /** The resume values of questions whose region a sibling branch has left; undefined when there are none. */
  async cancelled(): Promise<Record<string, unknown> | undefined> {
    if (!hasRegions(this.#compiled)) return undefined;
    return cancelledQuestions(this.#compiled, this.#saver, this.#id);
  }
}

type Tasks = Awaited<ReturnType<CompiledGraph["getState"]>>["tasks"];

function visitOf(id: string, tasks: Tasks, { graph, registry }: GraphWithRegistry): string | undefined {
  const task = tasks.find(({ interrupts }) => interrupts.some((one) => one.id === id));
  if (!task) return undefined;
  const node = normalise(graph, registry).nodes[holderOf(task.name)];
  const inner = node && kindOf(node).innerGraph?.(node);
  const child = inner === undefined ? undefined : registry.graphs?.[inner.name];
  const inside = task.state && "tasks" in task.state && child && !("graph" in child) ? task.state.tasks : undefined;
  const within = inside && child && !("graph" in child) ? visitOf(id, inside, { graph: child, registry: registryOf(child) }) : undefined;
  return within ?? task.name;
}

/** LangGraph returns no result at all when nothing that the graph shows was written. */
function stopIn(result: unknown): Stop {
  const interrupts = typeof result === "object" && result !== null && "__interrupt__" in result ? result.__interrupt__ : [];
  const asked: Asked<unknown>[] = Array.isArray(interrupts) ? interrupts : [];
  return {
    questions: asked.filter(isQuestion),
    approvals: asked.filter(isApproval),
    children: asked.filter(isForChildren),
    sleeps: asked.filter(isSleep),
    byCode: asked.filter((one) => !isQuestion(one) && !isApproval(one) && !isForChildren(one) && !isSleep(one)),
  };
}

const isQuestion = (asked: Asked<unknown>): asked is Asked<QuestionPayload> => isQuestionPayload(asked.value);
const isApproval = (asked: Asked<unknown>): asked is Asked<ToolApproval> => isToolApproval(asked.value);
const isForChildren = (asked: Asked<unknown>): asked is Asked<AwaitsChildren> => isAwaitsChildren(asked.value);
const isSleep = (asked: Asked<unknown>): asked is Asked<AwaitsTime> => isAwaitsTime(asked.value);
