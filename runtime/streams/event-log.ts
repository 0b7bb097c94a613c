/** The events of one attempt at a run, in order, for any number of readers at any time. In memory only. */
import { plainText } from "../protocol/plain-json.ts";
import { Notification } from "../pubsub/notification.ts";

export interface RunEvent {
  /** "0", "1", "2" … in each run. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** ended: the run is over. lost: another attempt continues it. */
export type LogEnd = "ended" | "lost";

export class EventLog {
  readonly attempt: number;
  readonly #events: RunEvent[] = [];
  readonly #changed = new Notification();
  #end: LogEnd | undefined;
  #size = 0;

  constructor(attempt: number) {
    this.attempt = attempt;
  }

  /** Keeps the data as it is now, as plain JSON: later changes by the graph to its values have no effect. */
  push(event: string, data: unknown): void {
    const text = plainText(data);
    this.#size += text.length;
    this.#events.push({ id: String(this.#events.length), event, data: JSON.parse(text) });
    this.#changed.notify();
  }

  close(end: LogEnd): void {
    this.#end ??= end;
    this.#changed.notify();
  }

  /** In characters of JSON. */
  get size(): number {
    return this.#size;
  }

  /** Undefined while the attempt is under way. */
  get end(): LogEnd | undefined {
    return this.#end;
  }

  /** All events after the one with the id `after` (-1: all), as they arrive, until the log is closed. */
  async *read(after: number, signal?: AbortSignal): AsyncGenerator<RunEvent, void> {
    for (let index = after + 1; !signal?.aborted; index++) {
      while (index >= this.#events.length) {
        if (this.#end || signal?.aborted) return;
        await this.#changed.wait({ signal });
      }
      yield this.#events[index] as RunEvent;
    }
  }
}
