/** The time that passes while questions wait: it runs from deadline to deadline, and notes each that fires for the path. */
import { type Answer, EXPIRED } from "../../nodes/interrupt/answer.ts";
import type { QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { Advance } from "../scenario/scenario.ts";
import { deadlineNote, type Note } from "../text/deadline-note.ts";
import type { VirtualClock } from "./virtual-time.ts";

/** A deadline that fired. */
export interface Fallen {
  readonly graph: string;
  readonly node: string;
  /** Its index among the node's deadlines. */
  readonly index: number;
}

export interface WaitingQuestion {
  readonly id: string;
  readonly ask: QuestionPayload;
  /** How many questions of the node were answered before, in this turn. */
  readonly answered: number;
  /** Of the thread that asks. */
  readonly notes: Note[];
}

/** A question whose last deadline has passed. */
export interface Expired<Q> {
  readonly question: Q;
  readonly answer: Answer;
}

interface Due<Q> {
  readonly question: Q;
  readonly index: number;
  readonly atMs: number;
}

export class WaitingTime {
  readonly fallen: Fallen[] = [];
  readonly #clock: VirtualClock;
  readonly #spans: Advance[];
  /** The end of the span that is running. */
  #untilMs: number | undefined;
  readonly #opened = new Map<string, number>();
  /** Question → the deadlines that have fired. */
  readonly #fired = new Map<string, Set<number>>();

  constructor(clock: VirtualClock, spans: readonly Advance[]) {
    this.#clock = clock;
    this.#spans = [...spans];
  }

  /** A question that is open now has been so since it was first seen. */
  see(open: readonly WaitingQuestion[]): void {
    for (const { id } of open) if (!this.#opened.has(id)) this.#opened.set(id, this.#now);
  }

  /** Runs until a question expires, at most to the end of the scenario's spans. What is left of a span is for the next question. */
  run<Q extends WaitingQuestion>(open: readonly Q[]): Expired<Q> | undefined {
    while (open.length > 0) {
      const next = this.#spans[0];
      if (this.#untilMs === undefined && next === undefined) return undefined;
      const untilMs = this.#untilMs ?? this.#now + (next?.advanceMs ?? 0);
      if (this.#untilMs === undefined) this.#spans.shift();
      this.#untilMs = untilMs;
      const expired = this.#runTo(untilMs, open);
      if (expired) return expired;
      this.#untilMs = undefined;
    }
    return undefined;
  }

  /** Runs until this question expires, or another that is due before. Undefined when no deadline of it takes an edge. */
  expire<Q extends WaitingQuestion>(question: Q, open: readonly Q[]): Expired<Q> | undefined {
    const last = question.ask.deadlines.findLast((deadline) => "next" in deadline);
    return last && this.#runTo(this.#openedAt(question) + last.afterMs, open);
  }

  #runTo<Q extends WaitingQuestion>(untilMs: number, open: readonly Q[]): Expired<Q> | undefined {
    for (let due = this.#nextDue(open); due && due.atMs <= Math.max(untilMs, this.#now); due = this.#nextDue(open)) {
      this.#clock.moveTo(due.atMs);
      if (this.#fire(due)) return { question: due.question, answer: { decision: EXPIRED } };
    }
    this.#clock.moveTo(untilMs);
    return undefined;
  }

  #nextDue<Q extends WaitingQuestion>(open: readonly Q[]): Due<Q> | undefined {
    const all = open.flatMap((question) =>
      question.ask.deadlines.flatMap(({ afterMs }, index): Due<Q>[] =>
        this.#fired.get(question.id)?.has(index) ? [] : [{ question, index, atMs: this.#openedAt(question) + afterMs }],
      ),
    );
    return all.sort((a, b) => a.atMs - b.atMs)[0];
  }

  /** Whether it takes an edge. */
  #fire({ question: { id, ask, answered, notes }, index }: Due<WaitingQuestion>): boolean {
    const deadline = ask.deadlines[index];
    this.#fired.set(id, (this.#fired.get(id) ?? new Set()).add(index));
    if (!deadline) return false;
    notes.push(deadlineNote(ask.node, answered, deadline));
    this.fallen.push({ graph: ask.graph, node: ask.node, index });
    return "next" in deadline;
  }

  get #now(): number {
    return this.#clock.now().getTime();
  }

  #openedAt({ id }: WaitingQuestion): number {
    return this.#opened.get(id) ?? this.#now;
  }
}
