/** Sees in a process without slots that no process executes runs, and says so: in the log, to whoever waits for a run, and in GET /ok. */
import type { Logger } from "../../language/registry/context.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { countRunningWorkers } from "../../persistence/statements/workers/count-running-workers.ts";
import type { Timing } from "../timing.ts";

export const NO_WORKER = "no worker is running: runs wait until one starts";

/** Workers start together with their servers. */
const GRACE_MS = 5_000;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

interface Looking {
  readonly database: Database;
  readonly timing: Timing;
  readonly log: Logger;
}

export class MissingWorkers {
  readonly #services: Looking;
  #since: number | undefined;
  #reports = 0;
  #nextReportAt = 0;

  constructor(services: Looking) {
    this.#services = services;
  }

  /** As seen a moment ago. */
  get reason(): string | undefined {
    return this.#reports > 0 ? NO_WORKER : undefined;
  }

  /** Now. A process with slots is a worker itself; the embedded database has one process. */
  async areMissing(): Promise<boolean> {
    const { database, timing } = this.#services;
    if (timing.slots > 0) return false;
    return database.kind === "pglite" || (await countRunningWorkers(database.sql, timing.deadAfterMs)) === 0;
  }

  /** Again after pauses that double, and once when it is over. */
  async look(): Promise<void> {
    const now = performance.now();
    if (!(await this.areMissing())) return this.#found(now);
    this.#since ??= now;
    if (now - this.#since < GRACE_MS || now < this.#nextReportAt) return;
    this.#nextReportAt = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#reports);
    this.#reports += 1;
    this.#services.log.warn(NO_WORKER, {
      forSeconds: Math.round((now - this.#since) / 1_000),
      start: "signalbox worker, or serve with slots",
    });
  }

  #found(now: number): void {
    if (this.#reports > 0)
      this.#services.log.info("a worker is running again", { afterSeconds: Math.round((now - (this.#since ?? now)) / 1_000) });
    this.#since = undefined;
    this.#reports = 0;
    this.#nextReportAt = 0;
  }
}
