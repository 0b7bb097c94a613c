/** One thread of a scenario in memory: its turns, its questions and answers, until nothing more can be done. */
import { Command } from "@langchain/langgraph";
import { signalUpdate } from "../../compile/outside/signal.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { asError } from "../../language/issues/thrown.ts";
import type { GraphWithRegistry } from "../../language/registry/registry-of.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import type { AnswerBook } from "../scenario/answer-book.ts";
import { invalidScenario, isInvalidScenario } from "../scenario/invalid-scenario.ts";
import { type Input, type SignalTurn, signalIn } from "../scenario/scenario.ts";
import type { Note } from "../text/deadline-note.ts";
import type { PathDetails } from "../text/path-details.ts";
import { type PathTurn, pathLines } from "../text/path-lines.ts";
import { answersAtOnce, type Resume } from "./answers-at-once.ts";
import type { ChildRun, MemoryChildren } from "./memory-children.ts";
import type { MemoryPorts } from "./memory-ports.ts";
import type { MemoryThread, Stop } from "./memory-thread.ts";
import type { PathResult } from "./path-result.ts";
import { type WaitingQuestion, type WaitingTime, waitingIn } from "./waiting-time.ts";

/** What all threads of a scenario share. */
export interface Shared {
  readonly ports: MemoryPorts;
  readonly answers: AnswerBook;
  readonly time: WaitingTime;
  readonly details: PathDetails;
  readonly children: MemoryChildren<PathRun>;
}

export interface PathRunOptions extends Shared {
  readonly thread: MemoryThread;
  readonly declaration: GraphWithRegistry;
  readonly normal: NormalGraph;
  readonly turns: readonly (Input | SignalTurn)[];
  readonly stream?: boolean | undefined;
}

/** A question that nothing has answered, of this thread or of a child of it. */
type Open = WaitingQuestion & { readonly answer: (answer: unknown) => Promise<void> };

const ended: Stop = { questions: [], approvals: [], children: [], sleeps: [], byCode: [] };

export class PathRun implements ChildRun {
  readonly #run: PathRunOptions;
  readonly #turns: PathTurn[] = [];
  readonly #notes: Note[] = [];
  /** How many questions of a node were answered in this turn. */
  readonly #answered = new Map<string, number>();
  /** How many steps of the thread's path belong to earlier turns. */
  #seen = 0;
  #stop: Stop = ended;
  #error: Error | undefined;
  /** Nodes whose code has interrupted, by the interrupt's id. */
  readonly #byCode = new Map<string, string>();

  constructor(options: PathRunOptions) {
    this.#run = options;
  }

  async all(): Promise<PathResult> {
    for (const given of this.#run.turns) {
      const signal = signalIn(given);
      if (this.#isWaiting && signal === undefined) break;
      await (signal === undefined ? this.#begin(given) : this.#signal(signal));
      await this.#letTimePass();
      await this.#endTurn();
      if (this.#error) break;
    }
    await this.#run.children.follow();
    return { ...(await this.result()), children: await this.#run.children.results() };
  }

  /** A child thread has one turn, and its root lets time pass. */
  async begin(): Promise<void> {
    for (const given of this.#run.turns) await this.#begin(given);
  }

  get isOver(): boolean {
    return this.#error !== undefined || !this.#isWaiting;
  }

  async result(): Promise<PathResult> {
    const { details, thread, ports, stream } = this.#run;
    const turns = this.#turns.length > 0 ? this.#turns : [{ steps: await thread.path(), notes: this.#notes }];
    const steps = turns.flatMap((turn) => turn.steps);
    const [question] = this.#stop.questions;
    const [approval] = this.#stop.approvals;
    const [interrupted] = this.#stop.byCode;
    const waitsAt = await this.#waitsAt();
    const error = this.#error;
    return {
      path: pathLines(turns, { waitsAt, error }),
      get details() {
        return details.lines;
      },
      steps,
      state: await thread.state(),
      ...(waitsAt !== undefined && { waitsAt }),
      ...(question && { asks: question.value }),
      ...(approval && { approves: approval.value }),
      ...(interrupted && { interrupted: interrupted.value }),
      ...(stream && { streamed: thread.streamed }),
      children: [],
      ...(error && { error }),
      effects: ports.effects,
      tokens: steps.reduce((sum, step) => sum + (step.tokens ?? 0), 0),
    };
  }

  async #endTurn(): Promise<void> {
    const steps = (await this.#run.thread.path()).slice(this.#seen);
    this.#turns.push({ steps, notes: this.#notes.splice(0) });
  }

  /** It supersedes what the thread waits for. */
  async #signal(name: string): Promise<void> {
    const { details, normal, ports, thread } = this.#run;
    details.add(OUTSIDE, `${name} is sent by ${normal.signals[name]?.by.join(", ")}`);
    const update = signalUpdate(normal, name);
    ports.visits?.answered(normal.id, update.step);
    const seen = (await thread.path()).length;
    await thread.update(update);
    return this.#begin(null, seen);
  }

  /** `seen`: how many steps of the thread's path are not this turn's. */
  #begin(input: object | null, seen = 0): Promise<void> {
    this.#seen = seen;
    this.#answered.clear();
    return this.#goOn(input);
  }

  /** Runs to an end, a wait, or questions that the scenario does not answer at once. */
  async #goOn(first: object | null): Promise<void> {
    this.#stop = ended;
    try {
      for (let next = first; ; ) {
        const stop = await this.#run.thread.invoke(next);
        await this.#look(stop);
        const resume = (await this.#cancelled(stop)) ?? this.#answersTo(stop) ?? this.#endsOfChildren(stop);
        if (!resume) {
          this.#stop = stop;
          return;
        }
        next = new Command({ resume });
      }
    } catch (error) {
      if (isInvalidScenario(error)) throw error;
      this.#error = asError(error);
    }
  }

  /** @throws SCENARIO_INVALID if an answer was not taken. */
  async #look(stop: Stop): Promise<void> {
    const { details, thread, declaration, time } = this.#run;
    for (const { id, value } of [...stop.questions, ...stop.approvals]) {
      if (value.problem !== undefined) throw invalidScenario(declaration.graph.id, [`answers.${value.node}: ${value.problem}`]);
      details.addQuestion(id, value);
    }
    if (stop.byCode.length > 0) {
      const nodes = await thread.interrupted(stop.byCode, declaration);
      for (const [index, { id }] of stop.byCode.entries()) this.#byCode.set(id, nodes[index] ?? "");
    }
    time.see(this.#waiting(stop));
  }

  #cancelled(stop: Stop): Promise<Resume | undefined> | undefined {
    return stop.questions.length + stop.approvals.length + stop.sleeps.length > 0 ? this.#run.thread.cancelled() : undefined;
  }

  #answersTo(stop: Stop): Resume | undefined {
    return answersAtOnce(stop, { answers: this.#run.answers, byCode: this.#byCode, answered: (node) => this.#count(node) });
  }

  #endsOfChildren({ children }: Stop): Resume | undefined {
    const over = children.filter(({ value }) => this.#run.children.familyOf(value.task)?.runs.every((run) => run.isOver));
    return over.length === 0 ? undefined : Object.fromEntries(over.map(({ id }) => [id, true]));
  }

  /** The clock runs while nothing else can be done, over the questions and sleeps of all threads. A sleep passes without a span of the scenario. */
  async #letTimePass(): Promise<void> {
    const { answers, time } = this.#run;
    for (;;) {
      const open = this.#open();
      const expiring = open.find(({ ask, sleeps }) => !sleeps && answers.expiresNext(ask.node));
      const expired = (expiring && time.expire(expiring, open)) ?? time.wake(open) ?? time.run(open);
      if (!expired) return;
      if (expired.question === expiring) answers.takeExpiry(expiring.ask.node);
      await expired.question.answer(expired.answer);
    }
  }

  #open(): Open[] {
    if (this.#error) return [];
    const own = this.#waiting(this.#stop).map(
      (question): Open => ({
        ...question,
        answer: async (answer) => {
          this.#count(question.ask.node);
          await this.#goOn(new Command({ resume: { [question.id]: answer } }));
        },
      }),
    );
    const inChildren = this.#stop.children.flatMap(({ id, value }) =>
      (this.#run.children.familyOf(value.task)?.runs ?? []).flatMap((run) => run.#open().map((open) => this.#ofChild(id, open))),
    );
    return [...own, ...inChildren];
  }

  /** When the last child has ended, the node that waits for them continues. */
  #ofChild(id: string, open: Open): Open {
    const answer = async (given: unknown) => {
      await open.answer(given);
      const resume = this.#endsOfChildren(this.#stop);
      if (resume && Object.hasOwn(resume, id)) await this.#goOn(new Command({ resume }));
    };
    return { ...open, answer };
  }

  #waiting(stop: Stop): WaitingQuestion[] {
    return waitingIn(stop, { answered: (node) => this.#answered.get(node) ?? 0, notes: this.#notes });
  }

  #count(node: string): void {
    this.#answered.set(node, (this.#answered.get(node) ?? 0) + 1);
  }

  get #isWaiting(): boolean {
    return Object.values(this.#stop).some((asked) => asked.length > 0);
  }

  /** The node that asks a person, or whose code waits: its own, or a child thread's. */
  async #waitsAt(): Promise<string | undefined> {
    const { questions, approvals, byCode, children } = this.#stop;
    const [asking = approvals[0]] = questions;
    const [interrupted] = byCode;
    const [awaits] = children;
    return (
      asking?.value.node ??
      (interrupted && this.#byCode.get(interrupted.id)) ??
      (awaits && (await this.#run.children.waitsAt(awaits.value.task)))
    );
  }
}
