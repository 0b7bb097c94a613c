/** A graph compiled for memory, and its threads as LangGraph runs them: what goes in, where a thread stops, its state and path. */
import { MemorySaver } from "@langchain/langgraph";
import { type CompiledGraph, compileDeclaration, hasRegions } from "../../compile/compile-graph.ts";
import { cancelledQuestions } from "../../compile/open-questions.ts";
import type { SignalUpdate } from "../../compile/outside/signal.ts";
import type { Declaration } from "../../language/registry/declaration.ts";
import type { Path } from "../../language/terms/step.ts";
import { isToolApproval, type ToolApproval } from "../../nodes/agent/tool-approval.ts";
import { PATH, type State } from "../../nodes/call/internal-channels.ts";
import type { Ports } from "../../nodes/call/ports.ts";
import { isQuestionPayload, type QuestionPayload } from "../../nodes/interrupt/question-payload.ts";

/** Something that waits for a person, with the id that its answer names. */
export interface Asked<T> {
  readonly id: string;
  readonly value: T;
}

export interface OpenQuestions {
  readonly questions: readonly Asked<QuestionPayload>[];
  readonly approvals: readonly Asked<ToolApproval>[];
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

export class MemoryThread {
  /** The text that models have streamed. */
  streamed = "";
  readonly #compiled: CompiledGraph;
  readonly #saver: MemorySaver;
  readonly #config: { readonly configurable: { readonly thread_id: string; readonly run_id: string }; readonly durability: "sync" };
  readonly #streams: boolean;

  constructor({ compiled, saver }: MemoryGraph, { id = "path", streams = false } = {}) {
    this.#compiled = compiled;
    this.#saver = saver;
    this.#config = { configurable: { thread_id: id, run_id: id }, durability: "sync" };
    this.#streams = streams;
  }

  /** Runs to an end or to questions. */
  async invoke(input: object | null): Promise<OpenQuestions> {
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

  /** The resume values of questions whose region a sibling branch has left; undefined when there are none. */
  async cancelled(): Promise<Record<string, unknown> | undefined> {
    if (!hasRegions(this.#compiled)) return undefined;
    return cancelledQuestions(this.#compiled, this.#saver, this.#config.configurable.thread_id);
  }
}

/** LangGraph returns no result at all when nothing that the graph shows was written. */
function stopIn(result: unknown): OpenQuestions {
  const interrupts = typeof result === "object" && result !== null && "__interrupt__" in result ? result.__interrupt__ : [];
  const asked = Array.isArray(interrupts) ? interrupts : [];
  return { questions: asked.filter(isQuestion), approvals: asked.filter(isApproval) };
}

const isQuestion = (asked: Asked<unknown>): asked is Asked<QuestionPayload> => isQuestionPayload(asked.value);
const isApproval = (asked: Asked<unknown>): asked is Asked<ToolApproval> => isToolApproval(asked.value);
