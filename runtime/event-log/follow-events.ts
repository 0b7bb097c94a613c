/** Reads what a thread's runs emit, or one of them, from where the reader is: from memory what is new, from the database what is older. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { findRunEvents, findThreadEvents } from "../../persistence/statements/events/find-events.ts";
import type { EventRow } from "../../persistence/statements/events/rows.ts";
import { EventDecoder } from "./event-decoder.ts";
import type { EventLog } from "./event-log.ts";
import type { EventWindow } from "./event-window.ts";
import { beginOf, epochOf, type LogEvent } from "./log-event.ts";
import type { RunEvents } from "./run-events.ts";

export interface Followed {
  readonly threadId: string;
  /** Undefined: all runs of the thread. */
  readonly runId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where a reader is. */
interface Position {
  /** Of the newest event that it has read from the database or memory. */
  epoch: number;
  id: number;
  /** In the thread: everything up to there has been read, or is of other runs. Undefined: not known yet. */
  place: number | undefined;
}

/** The notification of news may be lost. */
const LOOK_MS = 1_000;

export class Follower {
  readonly #events: RunEvents;
  readonly #of: Followed;
  readonly #decoder: EventDecoder;
  readonly #history: number;
  readonly #position: Position;
  #log: EventLog | undefined;
  #mirror: EventWindow | undefined;

  /** Begins after an event of the run, or after a place in the thread. */
  constructor(events: RunEvents, of: Followed, after: number) {
    this.#events = events;
    this.#of = of;
    this.#decoder = new EventDecoder(events.decoding);
    this.#history = events.history;
    const isRun = of.runId !== undefined;
    this.#position = isRun
      ? { epoch: 0, id: after, place: this.log?.placeAfter(after) }
      : { epoch: epochOf(after + 1), id: after - beginOf(epochOf(after + 1)) - 1, place: after };
  }

  /** Of the run under way if this process executes it, also when it has just ended. */
  get log(): EventLog | undefined {
    const found = this.#events.find(this.#of.threadId);
    const isWanted = found && (this.#of.runId ?? found.of.runId) === found.of.runId;
    if (isWanted) this.#log = found;
    else if (!this.#log || !this.#isUnread(this.#log)) this.#log = undefined;
    return this.#log;
  }

  /** A reader of the thread must not wait at the end of one run while the next begins. */
  #isUnread({ isClosed, window }: EventLog): boolean {
    const isRead = this.#of.runId === undefined && (this.#position.place ?? 0) >= window.last;
    return isClosed === "ended" && !isRead;
  }

  /** What other processes write of the thread. */
  async mirror(): Promise<EventWindow> {
    this.#mirror ??= await this.#events.mirrors.open(this.#of.threadId);
    return this.#mirror;
  }

  /** What comes next, if it is there. @throws STREAM_OUTDATED */
  async next(window: EventWindow | undefined): Promise<readonly LogEvent[]> {
    if (this.#history !== this.#events.history) throw outdated();
    const { place } = this.#position;
    const fresh = place === undefined ? undefined : window?.after(place);
    if (!fresh) return this.#stored(window?.from);
    const newest = fresh.at(-1);
    const own = this.#of.runId === undefined ? fresh : fresh.filter(({ runId }) => runId === this.#of.runId);
    this.#move(own.at(-1));
    if (newest) this.#position.place = newest.place;
    return own;
  }

  /** `from`: once nothing more is stored, the reader has everything up to there. */
  async #stored(from: number | undefined): Promise<readonly LogEvent[]> {
    for (;;) {
      const rows = await this.#page();
      const { id: seen, place = -1 } = this.#position;
      const decoded = (await this.#decoder.decode(rows)).map(({ event }) => event);
      const isNew = (event: LogEvent) => (this.#of.runId === undefined ? event.place > place : event.id > seen);
      const fresh = decoded.filter(isNew);
      this.#move(decoded.at(-1));
      if (rows.length === 0 && from !== undefined) this.#position.place = Math.max(this.#position.place ?? from, from);
      if (fresh.length > 0 || rows.length === 0) return fresh;
    }
  }

  #page(): Promise<EventRow[]> {
    const { threadId, runId } = this.#of;
    const { epoch, id } = this.#position;
    const { sql } = this.#events.decoding;
    return runId === undefined
      ? findThreadEvents(sql, [{ threadId, epoch, last: id }])
      : findRunEvents(sql, { threadId, runId, after: id });
  }

  #move(newest: LogEvent | undefined): void {
    if (!newest) return;
    const { epoch, id, place } = newest;
    Object.assign(this.#position, { epoch, id, place: Math.max(place, this.#position.place ?? place) } satisfies Position);
  }

  /** Resolves when the window has more, the run has changed, or after a second. */
  async news(window: EventWindow): Promise<void> {
    const { runId, signal } = this.#of;
    if (window.last > (this.#position.place ?? window.last)) return;
    const waiting = new AbortController();
    const stop = () => waiting.abort();
    signal?.addEventListener("abort", stop);
    const options = { timeoutMs: LOOK_MS, signal: waiting.signal };
    if (signal?.aborted) stop();
    await Promise.race([window.changed(options), ...(runId === undefined ? [] : [this.#events.changedOf(runId, options)])]);
    signal?.removeEventListener("abort", stop);
    stop();
  }

  close(): void {
    if (this.#mirror) this.#events.mirrors.letGo(this.#of.threadId);
    this.#mirror = undefined;
  }
}

/** All that the thread's runs emit after a place, by default all that is kept, then what they will emit, until the signal is aborted. */
export async function* readThread(
  events: RunEvents,
  threadId: string,
  { after = -1, signal }: { readonly after?: number | undefined; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<LogEvent> {
  const follower = new Follower(events, { threadId, signal }, after);
  try {
    while (!signal?.aborted) {
      const window = follower.log?.window ?? (await follower.mirror());
      const fresh = await follower.next(window);
      yield* fresh;
      if (fresh.length === 0) await follower.news(window);
    }
  } finally {
    follower.close();
  }
}

function outdated(): SignalboxError {
  const message =
    "The database has another history, as after a failover: events that were read may not be in it. Reload the thread's state, and read the stream from the beginning.";
  return new SignalboxError("STREAM_OUTDATED", message);
}
