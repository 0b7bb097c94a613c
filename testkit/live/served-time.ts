/** Time that passes on a server of the test kit: deadlines are moved earlier in its database, and its engine fires them. */
import { setTimeout as sleep } from "node:timers/promises";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { FiredDeadline } from "../../persistence/statements/interrupts/find-fired-deadlines.ts";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";
import type { Advance } from "../scenario/scenario.ts";
import { deadlineNote, type Note } from "../text/deadline-note.ts";

export type { FiredDeadline };

/** What a test may do to the deadlines of open questions, past the API. */
export interface DeadlinePort {
  /** Milliseconds until the next one; not above 0 until the engine has fired it. */
  readonly next: (interrupts: readonly string[]) => Promise<number | undefined>;
  readonly bringForward: (interrupts: readonly string[], ms: number) => Promise<void>;
  readonly fired: (interrupts: readonly string[]) => Promise<readonly FiredDeadline[]>;
}

const LOOK_MS = 10;

export class ServedTime {
  readonly #port: DeadlinePort;
  readonly #spans: Advance[];
  readonly #notes = new Map<string, Note[]>();
  readonly #seen = new Set<string>();

  constructor(port: DeadlinePort, spans: readonly Advance[]) {
    this.#port = port;
    this.#spans = [...spans];
  }

  /** The notes of a thread that have not been collected yet. */
  takeNotes(thread: string): readonly Note[] {
    const taken = this.#notes.get(thread) ?? [];
    this.#notes.delete(thread);
    return taken;
  }

  /** Waits as long as it takes; false when no deadline of the question takes an edge. */
  async expire(question: Interrupt, answered: (question: Interrupt) => number): Promise<boolean> {
    if (question.due_at === null) return false;
    await this.#pass([question], Number.POSITIVE_INFINITY, answered);
    return true;
  }

  /** Lets the scenario's next span of time pass; false when it has none left. */
  async advance(open: readonly Interrupt[], answered: (question: Interrupt) => number): Promise<boolean> {
    const span = this.#spans.shift();
    if (span) await this.#pass(open, span.advanceMs, answered);
    return span !== undefined;
  }

  /** From deadline to deadline, so that each fires alone and in its order, as it would in real time. */
  async #pass(open: readonly Interrupt[], ms: number, answered: (question: Interrupt) => number): Promise<void> {
    const ids = open.map(({ id }) => id);
    for (let left = ms; ; ) {
      const next = await this.#port.next(ids);
      if (next === undefined || next > left) {
        if (Number.isFinite(left)) await this.#port.bringForward(ids, left);
        return;
      }
      await this.#port.bringForward(ids, Math.max(0, next));
      left -= Math.max(0, next);
      while (((await this.#port.next(ids)) ?? 1) <= 0) await sleep(LOOK_MS);
      await this.#note(open, answered);
    }
  }

  /** Only what the engine has done is noted. */
  async #note(open: readonly Interrupt[], answered: (question: Interrupt) => number): Promise<void> {
    for (const { interrupt_id, deadline_index: index } of await this.#port.fired(open.map(({ id }) => id))) {
      const key = `${interrupt_id} ${index}`;
      const question = open.find(({ id }) => id === interrupt_id);
      if (!question || !isQuestionPayload(question.value) || this.#seen.has(key)) continue;
      this.#seen.add(key);
      const deadline = index === null ? question.value.deadlines.findLast((one) => "next" in one) : question.value.deadlines[index];
      if (deadline) this.#keep(question, deadlineNote(question.value.node, answered(question), deadline));
    }
  }

  #keep({ thread_id }: Interrupt, note: Note): void {
    this.#notes.set(thread_id, [...(this.#notes.get(thread_id) ?? []), note]);
  }
}
