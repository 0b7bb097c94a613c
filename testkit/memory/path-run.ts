/** One thread of a scenario in memory: its turns, its questions and answers, until nothing more can be done. */
import { Command } from "@langchain/langgraph";
import { signalUpdate } from "../../compile/outside/signal.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import type { Path } from "../../language/terms/step.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import type { ToolApproval } from "../../nodes/agent/tool-approval.ts";
import type { Answer } from "../../nodes/interrupt/answer.ts";
import type { QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { AnswerBook } from "../scenario/answer-book.ts";
import { type Input, type ScriptedAnswer, type SignalTurn, signalIn } from "../scenario/scenario.ts";
import type { PathDetails } from "../text/path-details.ts";
import { type PathTurn, pathLines } from "../text/path-lines.ts";
import type { Effect, MemoryPorts } from "./memory-ports.ts";
import type { Asked, MemoryThread } from "./memory-thread.ts";
import type { WaitingQuestion, WaitingTime } from "./waiting-time.ts";

export interface PathResult {
  /** The thread's id, where it ran on a server. */
  readonly thread?: string;
  /** One line a step, `node -label-> target`; one per deadline that fired; a turn begins with `turn n:` when there are several. */
  readonly path: readonly string[];
  /** What the paths of the scenario do not say, node by node: failed attempts, pauses, time limits, who was asked, constants given to scripted code. Recorded in memory only: empty on a server. */
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
  readonly thread: MemoryThread;
  readonly ports: MemoryPorts;
  readonly answers: AnswerBook;
  readonly children: { readonly results: readonly PathResult[]; readonly waitsAt: string | undefined };
  readonly normal: NormalGraph;
  readonly time: WaitingTime;
  readonly details: PathDetails;
  readonly turns: readonly (Input | SignalTurn)[];
  readonly stream?: boolean | undefined;
}

type Resume = Record<string, unknown>;

export class PathRun {
  readonly #run: PathRunOptions;
  readonly #turns: PathTurn[] = [];
  /** How many questions of a node were answered in this turn. */
  readonly #answered = new Map<string, number>();
  /** How many steps of the thread's path belong to earlier turns. */
  #seen = 0;
  #question: QuestionPayload | undefined;
  #approval: ToolApproval | undefined;

  constructor(options: PathRunOptions) {
    this.#run = options;
  }

  async all(): Promise<PathResult> {
    let error: Error | undefined;
    for (const given of this.#run.turns) {
      const signal = signalIn(given);
      if (this.#waitsAt !== undefined && signal === undefined) break;
      error = await (signal === undefined ? this.#turn(given) : this.#signal(signal));
      const steps = (await this.#run.thread.path()).slice(this.#seen);
      this.#turns.push({ steps, notes: this.#run.time.notes.splice(0) });
      if (error) break;
    }
    return this.#result(error);
  }

  async #result(error: Error | undefined): Promise<PathResult> {
    const { details, thread, children, ports, stream } = this.#run;
    const steps = this.#turns.flatMap((turn) => turn.steps);
    return {
      path: pathLines(this.#turns, { waitsAt: this.#waitsAt, error }),
      get details() {
        return details.lines;
      },
      steps,
      state: await thread.state(),
      ...(this.#waitsAt !== undefined && { waitsAt: this.#waitsAt }),
      ...(this.#question && { asks: this.#question }),
      ...(this.#approval && { approves: this.#approval }),
      ...(stream && { streamed: thread.streamed }),
      children: children.results,
      ...(error && { error }),
      effects: ports.effects,
      tokens: steps.reduce((sum, step) => sum + (step.tokens ?? 0), 0),
    };
  }

  #turn(input: Input | SignalTurn): Promise<Error | undefined> {
    this.#seen = 0;
    return this.#invoke(input);
  }

  /** It supersedes what the thread waits for. */
  async #signal(name: string): Promise<Error | undefined> {
    const { details, normal, ports, thread } = this.#run;
    details.add(OUTSIDE, `${name} is sent by ${normal.signals[name]?.by.join(", ")}`);
    const update = signalUpdate(normal, name);
    ports.visits?.answered(normal.id, update.step);
    this.#seen = (await thread.path()).length;
    await thread.update(update);
    return this.#invoke(null);
  }

  /** Runs to an end, a wait, or a question that the scenario does not answer. Resolves to the error that ended it. */
  async #invoke(first: object | null): Promise<Error | undefined> {
    this.#question = undefined;
    this.#approval = undefined;
    this.#answered.clear();
    try {
      for (let next = first; ; ) {
        const { questions, approvals } = await this.#run.thread.invoke(next);
        for (const { id, value } of [...questions, ...approvals]) this.#run.details.addQuestion(id, value);
        const waits = questions.length + approvals.length > 0;
        const cancelled = waits ? await this.#run.thread.cancelled() : undefined;
        const resume = cancelled ?? this.#approvalsOf(approvals) ?? this.#answersTo(questions);
        if (resume) {
          next = new Command({ resume });
          continue;
        }
        this.#question = questions[0]?.value;
        this.#approval = approvals[0]?.value;
        return undefined;
      }
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** The scenario's answers to agents that ask about tool calls. */
  #approvalsOf(calls: readonly Asked<ToolApproval>[]): Resume | undefined {
    const given = calls.flatMap(({ id, value }) => {
      const answer = this.#run.answers.takeApproval(value.node);
      return answer ? [[id, answer] as const] : [];
    });
    return given.length === 0 ? undefined : Object.fromEntries(given);
  }

  /** The scenario's answers to the open questions; without any the clock moves. */
  #answersTo(open: readonly Asked<QuestionPayload>[]): Resume | undefined {
    const { time, answers } = this.#run;
    const waiting = open.map(({ id, value }): WaitingQuestion => ({ id, ask: value, answered: this.#answered.get(value.node) ?? 0 }));
    time.see(waiting);
    let given = waiting.flatMap((one) => this.#resumed(one, answerTo(one, answers.take(one.ask.node), time)));
    while (given.length === 0 && waiting.length > 0 && time.advance()) given = waiting.flatMap((one) => this.#resumed(one, time.fire(one)));
    return given.length === 0 ? undefined : Object.fromEntries(given);
  }

  #resumed({ id, ask }: WaitingQuestion, answer: unknown): [string, unknown][] {
    if (answer === undefined) return [];
    this.#answered.set(ask.node, (this.#answered.get(ask.node) ?? 0) + 1);
    return [[id, answer]];
  }

  /** The node that asks a person: its own, or a child thread's. */
  get #waitsAt(): string | undefined {
    return this.#question?.node ?? this.#approval?.node ?? this.#run.children.waitsAt;
  }
}

function answerTo(open: WaitingQuestion, scripted: ScriptedAnswer | undefined, time: WaitingTime): Answer | undefined {
  if (scripted === undefined) return undefined;
  if (typeof scripted === "string") return { decision: scripted };
  return "expires" in scripted ? time.expire(open) : scripted;
}
