/** The event logs of the runs in this process, kept for a while after their end so that late readers miss nothing. */
import { Notification, type WaitOptions } from "../pubsub/notification.ts";
import { EventLog } from "./event-log.ts";

const KEEP_MS = 5 * 60_000;
/** Logs of runs that have ended; the size is in characters of JSON. */
const KEEP_RUNS = 1_000;
const KEEP_SIZE = 32 * 1024 * 1024;

export class RunEvents {
  readonly #logs = new Map<string, EventLog>();
  readonly #changed = new Notification();

  /** Opens the log of an attempt, replacing an earlier one. */
  open(runId: string, attempt: number): EventLog {
    const log = new EventLog(attempt);
    this.#logs.delete(runId);
    this.#logs.set(runId, log);
    this.announce();
    return log;
  }

  find(runId: string): EventLog | undefined {
    return this.#logs.get(runId);
  }

  /** To be called when a log is closed. */
  retire(runId: string, log: EventLog): void {
    const forget = () => {
      if (this.#logs.get(runId) === log) this.#logs.delete(runId);
    };
    setTimeout(forget, KEEP_MS).unref();
    this.#forgetOldest();
    this.announce();
  }

  #forgetOldest(): void {
    const closed = [...this.#logs].filter(([, { end }]) => end !== undefined);
    let size = closed.reduce((sum, [, log]) => sum + log.size, 0);
    for (const [index, [runId, log]] of closed.entries()) {
      if (size <= KEEP_SIZE && closed.length - index <= KEEP_RUNS) return;
      this.#logs.delete(runId);
      size -= log.size;
    }
  }

  /** A run changed, in this process or another: those who wait for it look again. */
  announce(): void {
    this.#changed.notify();
  }

  changed(options: WaitOptions): Promise<void> {
    return this.#changed.wait(options);
  }
}
