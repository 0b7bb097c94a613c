/** Time that passes on a server of the test kit: deadlines are moved earlier in its database, and its engine fires them. */
import { setTimeout as sleep } from "node:timers/promises";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import { isAwaitsTime } from "../../nodes/sleep.ts";
import type { FiredDeadline } from "../../persistence/statements/interrupts/find-fired-deadlines.ts";
import type { Sleep } from "../../persistence/statements/interrupts/next-due-of.ts";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";
import type { Advance } from "../scenario/scenario.ts";
import { deadlineNote, type Note, sleepNote, timesText } from "../text/deadline-note.ts";

export type { FiredDeadline, Sleep };

/** What a test may do to the deadlines of open questions, past the API. */
export interface DeadlinePort {
  /** Milliseconds until the next one; not above 0 until the engine has fired it. */
  readonly next: (interrupts: readonly string[]) => Promise<number | undefined>;
  readonly bringForward: (interrupts: readonly string[], ms: number) => Promise<void>;
  readonly fired: (interrupts: readonly string[]) => Promise<readonly FiredDeadline[]>;
  readonly sleeps: (threads: readonly string[]) => Promise<readonly Sleep[]>;
}

/** An open question, or a sleep. */
export interface Waiting extends Sleep {
  readonly node?: string | null;
}
type Answered = (question: Waiting) => number;

const LOOK_MS = 10;

export class ServedTime {
  readonly #port: DeadlinePort;
  readonly #spans: Advance[];
  readonly #notes = new Map<string, Note[]>();
  /** How often each deadline has fired, and what it says. */
  readonly #seen = new Map<string, { readonly times: number; readonly note: Note }>();

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
  async expire(question: Interrupt, answered: Answered): Promise<boolean> {
    if (question.due_at === null) return false;
    await this.#pass([question], Number.POSITIVE_INFINITY, answered);
    return true;
  }

  /** Lets the scenario's next span of time pass; false when it has none left. */
  async advance(open: readonly Interrupt[], answered: Answered): Promise<boolean> {
    const span = this.#spans.shift();
    if (span) await this.#pass(open, span.advanceMs, answered);
    return span !== undefined;
  }

  /** Lets time pass until the first of these threads' sleeps is over: it takes none of the scenario's spans. Resolves to those that are. */
  async wake(threads: readonly string[], open: readonly Interrupt[], answered: Answered): Promise<readonly Waiting[]> {
    const sleeps = await this.#port.sleeps(threads);
    const ids = sleeps.map(({ id }) => id);
    const first = await this.#port.next(ids);
    if (first === undefined) return [];
    await this.#pass([...sleeps, ...open], Math.max(0, first), answered);
    const over = new Set((await this.#port.fired(ids)).map(({ interrupt_id }) => interrupt_id));
    return sleeps.filter(({ id }) => over.has(id));
  }

  /** From deadline to deadline, so that each fires alone and in its order, as it would in real time. */
  async #pass(open: readonly Waiting[], ms: number, answered: Answered): Promise<void> {
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
  async #note(open: readonly Waiting[], answered: Answered): Promise<void> {
    for (const { interrupt_id, deadline_index: index, times } of await this.#port.fired(open.map(({ id }) => id))) {
      const key = `${interrupt_id} ${index}`;
      const question = open.find(({ id }) => id === interrupt_id);
      const before = this.#seen.get(key);
      const one = question && before?.times !== times ? noteOf(question, index, answered(question)) : undefined;
      if (!question || !one) continue;
      const note = { ...one, text: timesText(one.text, times) };
      this.#seen.set(key, { times, note });
      this.#keep(question, note, before?.note);
    }
  }

  /** In place of what the same reminder said before. */
  #keep({ thread_id }: Waiting, note: Note, before: Note | undefined): void {
    const others = (this.#notes.get(thread_id) ?? []).filter((one) => one !== before);
    this.#notes.set(thread_id, [...others, note]);
  }
}

function noteOf({ value }: Waiting, index: number | null, answered: number): Note | undefined {
  if (isAwaitsTime(value)) return sleepNote(value.node, answered, value);
  if (!isQuestionPayload(value)) return undefined;
  const deadline = index === null ? value.deadlines.findLast((one) => "next" in one) : value.deadlines[index];
  return deadline && deadlineNote(value.node, answered, deadline);
}
