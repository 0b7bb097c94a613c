/** One thread in memory: its turns, its questions and answers, until nothing more can be done. */

import { Command, type MemorySaver } from "@langchain/langgraph";
import { type CompiledGraph, hasRegions } from "../../compile/compile-graph.ts";
import { cancelledQuestions } from "../../compile/open-questions.ts";
import { signalUpdate } from "../../compile/signal.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import { isToolApproval, type ToolApproval } from "../../nodes/agent/tool-approval.ts";
import { PATH } from "../../nodes/call/internal-channels.ts";
import type { Path } from "../../nodes/call/step.ts";
import type { Answer } from "../../nodes/interrupt/answer.ts";
import { isQuestionPayload, type QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { AnswerBook } from "../scenario/answer-book.ts";
import type { Input, ScriptedAnswer, SignalTurn } from "../scenario/scenario.ts";
import type { Turn } from "../text/path-lines.ts";
import { printedPath } from "../text/printed-path.ts";
import type { Story } from "../text/story.ts";
import { AsksTold } from "../text/told.ts";
import type { Effect, MemoryPorts } from "./memory-ports.ts";
import type { WaitingQuestion, WaitingTime } from "./waiting-time.ts";

export interface PathResult {
  /** The thread's id, where it ran on a server. */
  readonly thread?: string;
  /** One line a step, `node -label-> target`; one a deadline that fell due; a turn begins with `turn n:` when there are several. */
  readonly path: readonly string[];
  /** What the paths of the scenario do not say, node by node: attempts that failed, pauses, limits of time, who was asked, constants that scripted code was given. Told in memory only: empty where it ran on a server. */
  readonly details: readonly string[];
  /** The steps of all turns. */
  readonly steps: Path;
  /** Declared channels at the end. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Where it waits for a person, and what it asks. */
  readonly waitsAt?: string;
  readonly asks?: QuestionPayload;
  /** The tool calls that an agent asks about. */
  readonly approves?: ToolApproval;
  /** What the models streamed, with `stream`. */
  readonly streamed?: string;
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
  readonly normal: NormalGraph;
  readonly time: WaitingTime;
  readonly story: Story;
  readonly turns: readonly (Input | SignalTurn)[];
  readonly stream?: boolean | undefined;
}

interface Stopped {
  readonly __interrupt__?: readonly { readonly id: string; readonly value: unknown }[];
}

export class PathRun {
  private readonly run: PathRunOptions;
  private readonly turns: Turn[] = [];
  /** How many questions of a node were answered in this turn. */
  private readonly answered = new Map<string, number>();
  /** Steps of the thread's path that belong to turns before. */
  private seen = 0;
  private readonly told: AsksTold;
  private ask: QuestionPayload | undefined;
  private approves: ToolApproval | undefined;
  private streamed = "";

  private readonly config;

  constructor(options: PathRunOptions, thread = "path") {
    this.run = options;
    this.told = new AsksTold(options.story);
    this.config = { configurable: { thread_id: thread, run_id: thread }, durability: "sync" as const };
  }

  async all(): Promise<PathResult> {
    let error: Error | undefined;
    for (const given of this.run.turns) {
      const isSignal = "__signal" in given;
      if (this.waitsAt !== undefined && !isSignal) break;
      error = isSignal ? await this.signalled((given as SignalTurn).__signal) : await this.turn(given);
      this.turns.push({ steps: await this.pathOfTurn(), notes: this.run.time.notes.splice(0) });
      if (error) break;
    }
    const { story, compiled } = this.run;
    const { values } = await compiled.getState(this.config);
    const steps = this.turns.flatMap((turn) => turn.steps);
    return {
      path: printedPath(this.turns, { waitsAt: this.waitsAt, error }),
      get details() {
        return story.lines;
      },
      steps,
      state: values as Record<string, unknown>,
      ...(this.waitsAt !== undefined && { waitsAt: this.waitsAt }),
      ...(this.ask && { asks: this.ask }),
      ...(this.approves && { approves: this.approves }),
      ...(this.run.stream && { streamed: this.streamed }),
      children: this.run.children.results,
      ...(error && { error }),
      effects: this.run.ports.effects,
      tokens: steps.reduce((sum, step) => sum + (step.tokens ?? 0), 0),
    };
  }

  /** It supersedes what the thread waits for. */
  private async signalled(name: string): Promise<Error | undefined> {
    this.run.story.tell(OUTSIDE, `${name} is sent by ${this.run.normal.signals[name]?.by.join(", ")}`);
    const { values, asNode } = signalUpdate(this.run.normal, name);
    for (const step of values[PATH] as Path) this.run.ports.visits?.answered(this.run.normal.id, step);
    this.seen = (await this.wholePath()).length;
    await this.run.compiled.updateState(this.config, values, asNode);
    return this.invoke(null);
  }

  private turn(input: Input): Promise<Error | undefined> {
    this.seen = 0;
    return this.invoke(input);
  }

  /** Runs to an end, a wait, or a question that the scenario does not answer. */
  private async invoke(first: unknown): Promise<Error | undefined> {
    let next = first;
    this.ask = undefined;
    this.approves = undefined;
    this.answered.clear();
    for (;;) {
      let result: Stopped | undefined;
      try {
        result = await (this.run.stream ? this.streaming(next) : this.run.compiled.invoke(next as never, this.config));
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
      const stops = result?.__interrupt__ ?? []; // no result at all when nothing that the graph shows was written
      const open = stops.filter((one): one is { id: string; value: QuestionPayload } => isQuestionPayload(one.value));
      const calls = stops.filter((one): one is { id: string; value: ToolApproval } => isToolApproval(one.value));
      for (const { id, value } of [...open, ...calls]) this.told.tell(id, value);
      const resume = (await this.cancelled(open.length + calls.length)) ?? this.approvalsOf(calls) ?? this.answersTo(open);
      if (!resume) {
        this.ask = open[0]?.value;
        this.approves = calls[0]?.value;
        return undefined;
      }
      next = new Command({ resume });
    }
  }

  /** The same with models that stream. */
  private async streaming(input: unknown): Promise<Stopped> {
    let last: Stopped = {};
    const options = { ...this.config, streamMode: ["values", "messages"], subgraphs: true } as const;
    // biome-ignore lint/suspicious/noExplicitAny: LangGraph types no stream of several modes with subgraphs
    for await (const [namespace, mode, chunk] of (await this.run.compiled.stream(input as never, options as never)) as AsyncIterable<any>) {
      if (mode === "values" && namespace.length === 0) last = chunk as Stopped;
      else if (mode === "messages") this.streamed += (chunk as unknown as [{ text?: string }])[0].text ?? "";
    }
    return last;
  }

  /** What the scenario says to agents that ask about tool calls. */
  private approvalsOf(calls: readonly { id: string; value: ToolApproval }[]): Record<string, unknown> | undefined {
    const given = calls.flatMap(({ id, value }) => {
      const answer = this.run.answers.takeApproval(value.node);
      return answer ? [[id, answer] as const] : [];
    });
    return given.length === 0 ? undefined : Object.fromEntries(given);
  }

  private async cancelled(open: number): Promise<Record<string, unknown> | undefined> {
    if (open === 0 || !hasRegions(this.run.compiled)) return undefined;
    return cancelledQuestions(this.run.compiled, this.run.compiled.checkpointer as MemorySaver, this.config.configurable.thread_id);
  }

  /** What the scenario says to the open questions, and the clock to those that nobody answers. */
  private answersTo(open: readonly { id: string; value: QuestionPayload }[]): Record<string, unknown> | undefined {
    const { time, answers } = this.run;
    const asks = open.map(({ id, value }): WaitingQuestion => ({ id, ask: value, answered: this.answered.get(value.node) ?? 0 }));
    time.see(asks);
    let given = asks.flatMap((one) => this.resumed(one, answerTo(one, answers.take(one.ask.node), time)));
    while (given.length === 0 && asks.length > 0 && time.advance()) given = asks.flatMap((one) => this.resumed(one, time.fire(one)));
    return given.length === 0 ? undefined : Object.fromEntries(given);
  }

  private resumed({ id, ask }: WaitingQuestion, answer: unknown): [string, unknown][] {
    if (answer === undefined) return [];
    this.answered.set(ask.node, (this.answered.get(ask.node) ?? 0) + 1);
    return [[id, answer]];
  }

  /** The node that asks a person: its own, or a child thread's. */
  private get waitsAt(): string | undefined {
    return this.ask?.node ?? this.approves?.node ?? this.run.children.waitsAt;
  }

  private async pathOfTurn(): Promise<Path> {
    return (await this.wholePath()).slice(this.seen);
  }

  private async wholePath(): Promise<Path> {
    const tuple = await (this.run.compiled.checkpointer as MemorySaver).getTuple(this.config);
    return (tuple?.checkpoint.channel_values[PATH] ?? []) as Path;
  }
}

function answerTo(open: WaitingQuestion, scripted: ScriptedAnswer | undefined, time: WaitingTime): Answer | undefined {
  if (scripted === undefined) return undefined;
  if (typeof scripted === "string") return { decision: scripted };
  return "expires" in scripted ? time.expire(open) : scripted;
}
