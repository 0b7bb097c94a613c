/** The event logs of the runs in this process, kept for a while after their end so that late readers miss nothing. All of them together have one limit. */
import { Notification, type WaitOptions } from "../pubsub/notification.ts";
import { EventLog } from "./event-log.ts";

const KEEP_MS = 5 * 60_000;
/** Logs of runs that have ended. */
const KEEP_RUNS = 1_000;
const KEEP_BYTES = 32 * 1024 * 1024;

interface Kept {
  readonly log: EventLog;
  /** Of the process's clock. */
  closedAt?: number;
}

export class RunEvents {
  /** The oldest first. */
  readonly #logs = new Map<string, Kept>();
  readonly #changed = new Notification();
  readonly #keepBytes: number;
  #bytes = 0;

  constructor(keepBytes = KEEP_BYTES) {
    this.#keepBytes = keepBytes;
  }

  /** What all logs keep in memory, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Opens the log of an attempt, replacing an earlier one. */
  open(runId: string, attempt: number): EventLog {
    this.#forget(runId);
    const log = new EventLog(attempt, (bytes) => {
      this.#bytes += bytes;
      if (bytes > 0) this.#makeRoom();
    });
    this.#logs.set(runId, { log });
    this.announce();
    return log;
  }

  find(runId: string): EventLog | undefined {
    return this.#logs.get(runId)?.log;
  }

  /** To be called when a log is closed. */
  retire(runId: string, log: EventLog): void {
    const kept = this.#logs.get(runId);
    if (kept?.log === log) kept.closedAt = performance.now();
    // a timer that held the log would keep it in memory, although it was dropped
    setTimeout(() => this.#forgetOld(), KEEP_MS + 1_000).unref();
    this.#forgetOld();
    this.announce();
  }

  /** Readers that are in the middle of it find a gap: they must not keep it in memory. */
  #forget(runId: string): void {
    this.#logs.get(runId)?.log.dropAll();
    this.#logs.delete(runId);
  }

  #forgetOld(): void {
    const oldest = performance.now() - KEEP_MS;
    let tooMany = this.#logs.size - KEEP_RUNS;
    for (const [runId, { closedAt }] of this.#logs) {
      if (closedAt === undefined || (tooMany <= 0 && closedAt > oldest)) continue;
      this.#forget(runId);
      tooMany -= 1;
    }
  }

  /** First from runs that have ended, then from the largest log. The newest event of a run under way always stays. */
  #makeRoom(): void {
    if (this.#bytes <= this.#keepBytes) return;
    const all = [...this.#logs.values()];
    for (const { log, closedAt } of all) if (this.#bytes > this.#keepBytes && closedAt !== undefined) log.dropAll();
    while (this.#bytes > this.#keepBytes) {
      const [largest] = all.filter(({ log }) => log.count > 1).sort((a, b) => b.log.bytes - a.log.bytes);
      if (!largest) return;
      largest.log.dropOldest();
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
