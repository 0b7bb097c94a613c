/** The events of one attempt at a run, in order, for any number of readers at any time. In memory only. */
import { Bell } from "./bell.ts";

export interface RunEvent {
  /** "0", "1", "2" … in each run. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** ended: the run is over. lost: it goes on in another attempt. */
export type LogEnd = "ended" | "lost";

export class EventLog {
  readonly attempt: number;
  readonly #events: RunEvent[] = [];
  readonly #bell = new Bell();
  #end: LogEnd | undefined;

  constructor(attempt: number) {
    this.attempt = attempt;
  }

  push(event: string, data: unknown): void {
    this.#events.push({ id: String(this.#events.length), event, data });
    this.#bell.ring();
  }

  close(end: LogEnd): void {
    this.#end ??= end;
    this.#bell.ring();
  }

  /** Undefined while the attempt is under way. */
  get end(): LogEnd | undefined {
    return this.#end;
  }

  /** All events after the one with the id `after` (-1: all), as they come, until the log is closed. */
  async *read(after: number, signal?: AbortSignal): AsyncGenerator<RunEvent, void> {
    for (let index = after + 1; !signal?.aborted; index++) {
      while (index >= this.#events.length) {
        if (this.#end || signal?.aborted) return;
        await this.#bell.heard({ signal });
      }
      yield this.#events[index] as RunEvent;
    }
  }
}
