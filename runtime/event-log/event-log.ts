/** What one attempt at a run emits: at once for readers in this process, a moment later for all through the database. */

import { epochNumber } from "../../persistence/fence.ts";
import type { EventBatch } from "../../persistence/statements/events/rows.ts";
import type { RunEventsEnd } from "../../persistence/statements/runs/finish-run.ts";
import { plainText } from "../protocol/plain-json.ts";
import { type Encoded, EventEncoder, type StoredCheckpoint } from "./event-encoder.ts";
import { bytesOf, EventWindow } from "./event-window.ts";
import { ATTEMPT_SPAN, beginOf, END, isInternalEvent, placeOf } from "./log-event.ts";
import type { SealedBodies } from "./sealed-bodies.ts";

/** ended: the run is over. lost: another attempt continues it. */
export type LogEnd = "ended" | "lost";

export interface Attempt {
  readonly runId: string;
  readonly threadId: string;
  readonly tenant: string | null;
  /** With the lease's token. */
  readonly epoch: string;
  readonly attempt: number;
}

/** What happens elsewhere when something is to be written. */
export interface LogOwner {
  readonly bodies: SealedBodies;
  /** There is something to write. */
  onPending(log: EventLog): void;
  /** It was written, in whatever statement. */
  onWritten(log: EventLog): void;
  /** Writes all that is pending, of all logs, if the database answers. */
  flush(): Promise<void>;
  store(log: EventLog): Promise<void>;
}

interface Pending extends Encoded {
  readonly id: number;
  readonly event: string;
  readonly at: number;
}

const WINDOW_BYTES = 256 * 1024;
/** In characters: a graph must not emit faster than the database takes it. */
const LONGEST_PENDING = 4_000_000;
/** More than this is written before the transaction that ends the run. */
const MUCH_PENDING = 256 * 1024;
/** For so long after somebody elsewhere said that it reads. */
const WATCHED_MS = 12_000;

export class EventLog {
  readonly of: Attempt;
  readonly window: EventWindow;
  readonly #epoch: number;
  readonly #first: number;
  readonly #owner: LogOwner;
  readonly #encoder = new EventEncoder();
  readonly #pending: Pending[] = [];
  #pendingLength = 0;
  #next: number;
  #written: number;
  #writtenLength = 0;
  #watchedUntil = 0;
  #last: number;
  #result: Pending | undefined;
  #lastValues: string | undefined;
  #ending: Pending | undefined;
  #end: LogEnd | undefined;

  constructor(of: Attempt, owner: LogOwner) {
    this.of = of;
    this.#owner = owner;
    this.#epoch = epochNumber(of.epoch) ?? 0;
    this.#first = (of.attempt - 1) * ATTEMPT_SPAN;
    this.#next = this.#first;
    this.#written = this.#first - 1;
    this.#last = this.#first - 1;
    this.window = new EventWindow(beginOf(this.#epoch));
  }

  /** Keeps the data as it is now: later changes by the graph to its values have no effect. */
  push(event: string, data: unknown): void {
    if (this.#end) return;
    const text = plainText(data);
    const id = this.#next++;
    const pending = { id, event, at: Date.now(), ...this.#encoder.encode({ id, event, data, text }) };
    this.#pending.push(pending);
    this.#pendingLength += lengthOf(pending);
    if (!isInternalEvent(event)) this.#last = id;
    if (event === "values" || event === "error") {
      this.#result = pending;
      this.#lastValues = event === "values" ? text : undefined;
    }
    this.#show(pending, text);
    this.#trim();
    this.#owner.onPending(this);
  }

  /** JSON text of the last values, if they are its result. */
  get lastValues(): string | undefined {
    return this.#lastValues;
  }

  #show({ id, event, at }: Pending, text: string): void {
    const place = placeOf(this.#epoch, id);
    const shown = { runId: this.of.runId, epoch: this.#epoch, id, place, event, at, data: async () => JSON.parse(text) };
    this.window.add(shown, bytesOf(text));
  }

  /** A checkpoint of the graph with this namespace is stored, with the channels that its next values show. */
  stored(namespace: string, checkpoint: StoredCheckpoint): void {
    this.#encoder.stored(namespace, checkpoint);
  }

  /** What is not written yet; it stays here until `written`. Two may be under way at once: what both hold is the same. */
  async batch(): Promise<EventBatch | undefined> {
    return this.#batchOf([...this.#pending]);
  }

  async #batchOf(pending: readonly Pending[]): Promise<EventBatch | undefined> {
    const first = pending[0];
    if (!first || this.#end === "lost") return undefined;
    const { runId, threadId, tenant, epoch } = this.of;
    return {
      ...{ tenant: tenant ?? "default", threadId, runId, epoch, openFrom: first.openFrom, at: first.at },
      ...{ first: first.id, last: first.id + pending.length - 1 },
      body: await this.#owner.bodies.seal(`[${pending.map((event) => textOf(event, first.at)).join(",")}]`),
    };
  }

  written({ last }: EventBatch): void {
    if (last <= this.#written) return;
    const written = this.#pending.splice(0, last - this.#written);
    const length = written.reduce((sum, pending) => sum + lengthOf(pending), 0);
    this.#pendingLength -= length;
    this.#writtenLength += length;
    this.#written = last;
    this.#trim();
    this.#owner.onWritten(this);
  }

  #trim(): void {
    this.window.trim(WINDOW_BYTES, beginOf(this.#epoch) + 1 + this.#written - this.#first);
  }

  /** How much was written since this was last forgotten. */
  get writtenLength(): number {
    return this.#writtenLength;
  }

  forgetWrittenLength(): void {
    this.#writtenLength = 0;
  }

  get pendingLength(): number {
    return this.#pendingLength;
  }

  /** Resolves when there is room for more: a database that does not answer stops the graph, not the process. */
  async room(signal?: AbortSignal): Promise<void> {
    while (this.#pendingLength > LONGEST_PENDING && !this.#end && !signal?.aborted) await this.#owner.flush();
  }

  /** The place in the thread after an event of the run; undefined: the run has earlier attempts, of which the reader may lack some. */
  placeAfter(id: number): number | undefined {
    if (id >= this.#first || this.of.attempt === 1) return beginOf(this.#epoch) + 1 + Math.max(id - this.#first, -1);
    return undefined;
  }

  /** Writes what is not written yet, now. Rejects when the database does not answer. */
  store(): Promise<void> {
    return this.#owner.store(this);
  }

  /** Somebody in another process reads along. */
  watch(): void {
    this.#watchedUntil = performance.now() + WATCHED_MS;
    if (this.#pending.length > 0) this.#owner.onPending(this);
  }

  get isWatched(): boolean {
    return performance.now() < this.#watchedUntil;
  }

  /** The last that is written of a run, in the transaction that ends it; `close` follows once that has committed. */
  async end(status: string): Promise<RunEventsEnd> {
    if (this.#pendingLength > MUCH_PENDING) await this.#owner.flush();
    this.#ending ??= { id: this.#next, event: END, at: Date.now(), openFrom: this.#next, data: JSON.stringify({ status }), rest: "" };
    const result = this.#result && (await this.#owner.bodies.seal(textOf(this.#result, this.#result.at)));
    return { batch: await this.#batchOf([...this.#pending, this.#ending]), lastEvent: this.#last, result: result ?? null };
  }

  /** lost: what is not written yet never will be. */
  close(end: LogEnd): void {
    if (end === "ended" && this.#ending) this.#show(this.#ending, this.#ending.data);
    if (end === "ended") this.#owner.onWritten(this);
    this.#end ??= end;
    this.#pending.length = 0;
    this.#pendingLength = 0;
    this.window.notify();
  }

  /** Undefined while the attempt is under way. */
  get isClosed(): LogEnd | undefined {
    return this.#end;
  }
}

const lengthOf = ({ event, data, rest }: Pending): number => event.length + data.length + rest.length;

function textOf({ event, data, rest, at }: Pending, first: number): string {
  const after = at - first;
  if (rest !== "") return `[${JSON.stringify(event)},${data},${after},${rest}]`;
  return after === 0 ? `[${JSON.stringify(event)},${data}]` : `[${JSON.stringify(event)},${data},${after}]`;
}
