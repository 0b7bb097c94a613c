/** The newest events of a thread in this process, for any number of readers; older ones are in the database. Its size is bounded. */
import { Notification, type WaitOptions } from "../pubsub/notification.ts";
import type { LogEvent } from "./log-event.ts";

interface Kept {
  readonly event: LogEvent;
  readonly bytes: number;
}

/** Besides its data. */
const EVENT_BYTES = 200;

export class EventWindow {
  readonly #kept: Kept[] = [];
  readonly #changed = new Notification();
  /** Everything after this place is here. */
  #from: number;
  #last: number;
  #bytes = 0;

  constructor(from: number) {
    this.#from = from;
    this.#last = from;
  }

  get from(): number {
    return this.#from;
  }

  /** The place of the newest event. */
  get last(): number {
    return this.#last;
  }

  /** What it keeps in memory, about. */
  get bytes(): number {
    return this.#bytes;
  }

  add(event: LogEvent, textBytes: number): void {
    const bytes = textBytes + EVENT_BYTES;
    this.#kept.push({ event, bytes });
    this.#last = event.place;
    this.#bytes += bytes;
    this.#changed.notify();
  }

  /** Drops the oldest until `limit` bytes are left, but none after `stored`, which is nowhere else. */
  trim(limit: number, stored: number): void {
    let count = 0;
    for (const { event, bytes } of this.#kept) {
      if (this.#bytes <= limit || event.place > stored) break;
      this.#bytes -= bytes;
      this.#from = event.place;
      count += 1;
    }
    if (count > 0) this.#kept.splice(0, count);
  }

  /** Undefined: some of them are only in the database. */
  after(place: number): LogEvent[] | undefined {
    if (place < this.#from) return undefined;
    const before = this.#kept.findLastIndex(({ event }) => event.place <= place);
    return this.#kept.slice(before + 1).map(({ event }) => event);
  }

  notify(): void {
    this.#changed.notify();
  }

  changed(options: WaitOptions): Promise<void> {
    return this.#changed.wait(options);
  }
}

/** V8 keeps a string with any character beyond Latin-1 at two bytes a character. */
export const bytesOf = (text: string): number => (Buffer.byteLength(text) === text.length ? text.length : 2 * text.length);
