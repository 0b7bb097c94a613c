/** Fires the deadlines of questions on the scenario's clock, and notes each for the path. */
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
  readonly answered: number;
}

export class WaitingTime {
  readonly notes: Note[] = [];
  readonly fallen: Fallen[] = [];
  readonly #clock: VirtualClock;
  readonly #advances: Advance[];
  readonly #opened = new Map<string, number>();
  readonly #fired = new Map<string, number>();

  constructor(clock: VirtualClock, advances: readonly Advance[]) {
    this.#clock = clock;
    this.#advances = [...advances];
  }

  /** A question that is open now has been so since it was first seen. */
  see(open: readonly WaitingQuestion[]): void {
    for (const { id } of open) if (!this.#opened.has(id)) this.#opened.set(id, this.#clock.now().getTime());
  }

  /** Waits as long as it takes; without a last deadline the question stays open. */
  expire(open: WaitingQuestion): Answer | undefined {
    const last = open.ask.deadlines.findLast((deadline) => "next" in deadline);
    if (!last) return undefined;
    this.#clock.moveTo(this.#openedAt(open) + last.afterMs);
    return this.fire(open);
  }

  /** Waits for the scenario's next span of time. False when it has none left. */
  advance(): boolean {
    const next = this.#advances.shift();
    if (next) this.#clock.moveTo(this.#clock.now().getTime() + next.advanceMs);
    return next !== undefined;
  }

  /** Fires what is due; the last deadline is the answer. */
  fire(open: WaitingQuestion): Answer | undefined {
    const before = this.#fired.get(open.id) ?? -1;
    const elapsed = this.#clock.now().getTime() - this.#openedAt(open);
    const due = open.ask.deadlines.filter(({ afterMs }) => afterMs > before && afterMs <= elapsed).sort((a, b) => a.afterMs - b.afterMs);
    this.#fired.set(open.id, elapsed);
    const { graph, node, deadlines } = open.ask;
    for (const deadline of due) {
      this.notes.push(deadlineNote(node, open.answered, deadline));
      this.fallen.push({ graph, node, index: deadlines.indexOf(deadline) });
    }
    return due.some((deadline) => "next" in deadline) ? { decision: EXPIRED } : undefined;
  }

  #openedAt({ id }: WaitingQuestion): number {
    return this.#opened.get(id) ?? this.#clock.now().getTime();
  }
}
