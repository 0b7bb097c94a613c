/** One thread in memory: its turns, its questions and answers, until nothing more can be done. */
import { Command, type MemorySaver } from "@langchain/langgraph";
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { type CompiledGraph, hasRegions } from "../compile/compile-graph.ts";
import { cancelledQuestions } from "../compile/left-early.ts";
import { formatStep, type Path } from "../compile/path.ts";
import { type Ask, isAsk } from "../nodes/answer.ts";
import { PATH } from "../nodes/internal-channels.ts";
import type { AnswerBook } from "./answer-book.ts";
import type { Effect, MemoryPorts } from "./memory-ports.ts";

export interface PathResult {
  /** One line a step, `node -label-> target`; a turn begins with `turn: n` when there are several. */
  readonly path: readonly string[];
  /** The steps of all turns. */
  readonly steps: Path;
  /** Declared channels at the end. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Where it waits for a person, and what it asks. */
  readonly waitsAt?: string;
  readonly asks?: Ask;
  readonly effects: readonly Effect[];
  readonly tokens: number;
  /** The child threads of each nodes with threads of their own, in item order. */
  readonly children: readonly PathResult[];
  /** The error that ended the run, when no edge took it. */
  readonly error?: Error;
}

export interface PathRunOptions {
  readonly compiled: CompiledGraph;
  readonly ports: MemoryPorts;
  readonly answers: AnswerBook;
  readonly children: { readonly results: readonly PathResult[]; readonly waitsAt: string | undefined };
  readonly inputs: readonly Readonly<Record<string, unknown>>[];
}

export class PathRun {
  private readonly run: PathRunOptions;
  private readonly turns: Path[] = [];
  private ask: Ask | undefined;

  private readonly config;

  constructor(options: PathRunOptions, thread = "path") {
    this.run = options;
    this.config = { configurable: { thread_id: thread, run_id: thread }, durability: "sync" as const };
  }

  async all(): Promise<PathResult> {
    let error: Error | undefined;
    for (const input of this.run.inputs) {
      error = await this.turn(input);
      this.turns.push(await this.pathOfTurn());
      if (error || this.waitsAt) break;
    }
    const { values } = await this.run.compiled.getState(this.config);
    const steps = this.turns.flat();
    return {
      path: this.lines(error),
      steps,
      state: values as Record<string, unknown>,
      ...(this.waitsAt !== undefined && { waitsAt: this.waitsAt }),
      ...(this.ask && { asks: this.ask }),
      children: this.run.children.results,
      ...(error && { error }),
      effects: this.run.ports.effects,
      tokens: steps.reduce((sum, step) => sum + (step.tokens ?? 0), 0),
    };
  }

  /** Runs one turn to its end, its wait, or a question that the scenario does not answer. */
  private async turn(input: Readonly<Record<string, unknown>>): Promise<Error | undefined> {
    let next: unknown = input;
    for (;;) {
      let result: { __interrupt__?: { id: string; value: unknown }[] };
      try {
        result = (await this.run.compiled.invoke(next as never, this.config)) as typeof result;
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
      const open = (result?.__interrupt__ ?? []).filter((one): one is { id: string; value: Ask } => isAsk(one.value));
      const cancelled =
        open.length > 0 &&
        hasRegions(this.run.compiled) &&
        (await cancelledQuestions(this.run.compiled, this.run.compiled.checkpointer as MemorySaver, this.config.configurable.thread_id));
      if (cancelled) {
        next = new Command({ resume: cancelled });
        continue;
      }
      const answered = open
        .map(({ id, value }) => [id, this.run.answers.take(value.node)] as const)
        .filter(([, answer]) => answer !== undefined);
      if (answered.length === 0) {
        this.ask = open[0]?.value;
        return undefined;
      }
      const resume = Object.fromEntries(answered.map(([id, answer]) => [id, typeof answer === "string" ? { decision: answer } : answer]));
      next = new Command({ resume });
    }
  }

  /** The node that asks a person: its own, or a child thread's. */
  private get waitsAt(): string | undefined {
    return this.ask?.node ?? this.run.children.waitsAt;
  }

  private async pathOfTurn(): Promise<Path> {
    return ((await this.tuple())?.checkpoint.channel_values[PATH] ?? []) as Path;
  }

  private tuple(): Promise<CheckpointTuple | undefined> {
    return (this.run.compiled.checkpointer as MemorySaver).getTuple(this.config);
  }

  private lines(error: Error | undefined): string[] {
    const many = this.turns.length > 1;
    const lines = this.turns.flatMap((steps, index) => [...(many ? [`turn ${index + 1}:`] : []), ...steps.map(formatStep)]);
    if (this.waitsAt !== undefined) lines.push(`waits at ${this.waitsAt}`);
    if (error) lines.push(`fails: ${"code" in error ? String(error.code) : error.name}`);
    return lines;
  }
}
