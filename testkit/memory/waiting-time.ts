/** The time that passes while questions wait: it runs from deadline to deadline, and notes each that fires for the path. */
import type { NormalDeadline } from "../../language/kinds/interrupt/deadlines.ts";
import { type Answer, EXPIRED } from "../../nodes/interrupt/answer.ts";
import type { QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { AwaitsTime } from "../../nodes/sleep.ts";
import type { Advance } from "../scenario/scenario.ts";
import { deadlineNote, type Note, sleepNote, timesText } from "../text/deadline-note.ts";
import type { Stop } from "./memory-thread.ts";
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
  readonly ask: Pick<QuestionPayload, "graph" | "node" | "deadlines">;
  /** Of a sleep, which nobody answers. */
  readonly sleeps?: AwaitsTime;
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
  /** Question → how often each of its deadlines has fired. */
  readonly #fired = new Map<string, Map<number, number>>();
  readonly #reminders = new Map<string, Note>();

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

  /** Runs until the first sleep is over, or a question that is due before expires. Undefined when nothing sleeps. */
  wake<Q extends WaitingQuestion>(open: readonly Q[]): Expired<Q> | undefined {
    const [first] = open.filter(({ sleeps }) => sleeps).sort((a, b) => this.#endOf(a) - this.#endOf(b));
    return first && this.#runTo(this.#endOf(first), open);
  }

  /** Runs until this question expires, or another that is due before. Undefined when no deadline of it takes an edge. */
  expire<Q extends WaitingQuestion>(question: Q, open: readonly Q[]): Expired<Q> | undefined {
    const endMs = this.#endOf(question);
    return Number.isFinite(endMs) ? this.#runTo(endMs, open) : undefined;
  }

  /** When its last deadline takes an edge. */
  #endOf(question: WaitingQuestion): number {
    const last = question.ask.deadlines.findLast((deadline) => "next" in deadline);
    return last ? this.#dueOf(question, last, 0) : Number.POSITIVE_INFINITY;
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
      question.ask.deadlines.flatMap((deadline, index): Due<Q>[] => {
        const fired = this.#fired.get(question.id)?.get(index) ?? 0;
        const atMs = this.#dueOf(question, deadline, fired);
        const isOver = "everyMs" in deadline ? atMs >= this.#endOf(question) : fired > 0;
        return isOver ? [] : [{ question, index, atMs }];
      }),
    );
    return all.sort((a, b) => a.atMs - b.atMs)[0];
  }

  /** `fired`: how often it has. A reminder that repeats counts from its last time, so that it never drifts. */
  #dueOf(question: WaitingQuestion, deadline: NormalDeadline, fired: number): number {
    if ("at" in deadline) return Date.parse(deadline.at);
    return this.#openedAt(question) + ("everyMs" in deadline ? deadline.everyMs * (fired + 1) : deadline.afterMs);
  }

  /** Whether it takes an edge. */
  #fire({ question, index }: Due<WaitingQuestion>): boolean {
    const { id, ask, answered, notes, sleeps } = question;
    const deadline = ask.deadlines[index];
    const fired = this.#fired.get(id) ?? new Map<number, number>();
    const times = (fired.get(index) ?? 0) + 1;
    this.#fired.set(id, fired.set(index, times));
    if (!deadline) return false;
    if (sleeps) {
      notes.push(sleepNote(ask.node, answered, sleeps));
      return true;
    }
    this.#note(notes, { key: `${id} ${index}`, times, note: deadlineNote(ask.node, answered, deadline) });
    this.fallen.push({ graph: ask.graph, node: ask.node, index });
    return "next" in deadline;
  }

  /** One for each deadline. */
  #note(notes: Note[], { key, times, note }: { readonly key: string; readonly times: number; readonly note: Note }): void {
    const known = this.#reminders.get(key);
    const place = known ? notes.indexOf(known) : -1;
    const shown = { ...note, text: timesText(note.text, times) };
    notes.splice(place < 0 ? notes.length : place, place < 0 ? 0 : 1, shown);
    this.#reminders.set(key, shown);
  }

  get #now(): number {
    return this.#clock.now().getTime();
  }

  #openedAt({ id }: WaitingQuestion): number {
    return this.#opened.get(id) ?? this.#now;
  }
}

interface OfThread {
  /** How many questions of a node were answered before, in this turn. */
  readonly answered: (node: string) => number;
  readonly notes: Note[];
}

/** What a thread waits for that takes time: its questions, and its sleeps, each of which is over at its only deadline. */
export function waitingIn({ questions, sleeps }: Pick<Stop, "questions" | "sleeps">, { answered, notes }: OfThread): WaitingQuestion[] {
  const waiting = (id: string, ask: WaitingQuestion["ask"]): WaitingQuestion => ({ id, ask, answered: answered(ask.node), notes });
  return [
    ...questions.map(({ id, value }) => waiting(id, value)),
    ...sleeps.map(({ id, value }) => ({ ...waiting(id, asleep(value)), sleeps: value })),
  ];
}

function asleep(value: AwaitsTime): WaitingQuestion["ask"] {
  const due = "until" in value ? { at: value.until } : { afterMs: value.forMs };
  return { graph: value.graph, node: value.node, deadlines: [{ ...due, next: value.node }] };
}
