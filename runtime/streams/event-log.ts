/** The events of one attempt at a run, in order, for any number of readers at any time. In memory, so the oldest may be dropped while the run goes on. */
import { plainText } from "../protocol/plain-json.ts";
import { Notification } from "../pubsub/notification.ts";

export interface RunEvent {
  /** "0", "1", "2" … in each run. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Ids of events that were dropped before the reader came to them. */
export interface Gap {
  readonly first: number;
  readonly last: number;
}

/** ended: the run is over. lost: another attempt continues it. */
export type LogEnd = "ended" | "lost";

/** As JSON text: what is kept can be counted, and nobody can change it. */
interface StoredEvent {
  readonly event: string;
  readonly text: string;
  readonly bytes: number;
}

/** Besides its data. */
const EVENT_BYTES = 200;

export class EventLog {
  readonly attempt: number;
  readonly #events: StoredEvent[] = [];
  readonly #changed = new Notification();
  readonly #onChange: (bytes: number) => void;
  /** The id of the oldest event that is kept. */
  #first = 0;
  #result: StoredEvent | undefined;
  #end: LogEnd | undefined;
  #bytes = 0;

  /** `onChange` hears by how much more it keeps, or less. */
  constructor(attempt: number, onChange: (bytes: number) => void = () => {}) {
    this.attempt = attempt;
    this.#onChange = onChange;
  }

  /** Keeps the data as it is now: later changes by the graph to its values have no effect. */
  push(event: string, data: unknown): void {
    const text = plainText(data);
    const stored = { event, text, bytes: EVENT_BYTES + bytesOf(text) };
    this.#events.push(stored);
    if (event === "values" || event === "error") this.#result = stored;
    this.#changeBytes(stored.bytes);
    this.#changed.notify();
  }

  close(end: LogEnd): void {
    this.#end ??= end;
    this.#changed.notify();
  }

  /** What it keeps in memory, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many events it keeps. */
  get count(): number {
    return this.#events.length;
  }

  /** The id of the newest event; -1 before the first. */
  get last(): number {
    return this.#first + this.#events.length - 1;
  }

  /** Undefined while the attempt is under way. */
  get end(): LogEnd | undefined {
    return this.#end;
  }

  /** The last `values` or `error`, unless it was dropped. */
  get result(): Pick<RunEvent, "event" | "data"> | undefined {
    return this.#result && { event: this.#result.event, data: JSON.parse(this.#result.text) };
  }

  dropOldest(): void {
    const [oldest] = this.#events.splice(0, 1);
    if (!oldest) return;
    if (oldest === this.#result) this.#result = undefined;
    this.#first += 1;
    this.#changeBytes(-oldest.bytes);
  }

  dropAll(): void {
    this.#first += this.#events.length;
    this.#events.length = 0;
    this.#result = undefined;
    this.#changeBytes(-this.#bytes);
  }

  #changeBytes(by: number): void {
    this.#bytes += by;
    this.#onChange(by);
  }

  /** All events after the one with the id `after` (-1: all), as they arrive, until the log is closed; a gap where events were dropped. */
  async *read(after: number, signal?: AbortSignal): AsyncGenerator<RunEvent | Gap, void> {
    for (let next = after + 1; !signal?.aborted; next++) {
      while (next >= this.#first + this.#events.length) {
        if (this.#end || signal?.aborted) return;
        await this.#changed.wait({ signal });
      }
      const event = this.#events[next - this.#first];
      if (event) yield { id: String(next), event: event.event, data: JSON.parse(event.text) };
      else {
        const gap = { first: next, last: this.#first - 1 };
        next = gap.last;
        yield gap;
      }
    }
  }

  /** Resolves when the attempt is over, or the signal is aborted. */
  async closed(signal?: AbortSignal): Promise<void> {
    while (!this.#end && !signal?.aborted) await this.#changed.wait({ signal });
  }
}

/** V8 keeps a string with any character beyond Latin-1 at two bytes a character. */
const bytesOf = (text: string): number => (Buffer.byteLength(text) === text.length ? text.length : 2 * text.length);
