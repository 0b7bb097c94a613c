/** The heartbeat by the pool while the thread's own connection fails: a process that can write is alive. */
import { addressOf } from "../../persistence/connection/connection-error.ts";
import { beatWorker } from "../../persistence/statements/workers/worker.ts";
import type { Services } from "../services.ts";
import type { BeatMessage, SeenBlocked } from "./beat-thread.ts";

const FAILS = "the heartbeat's own connection fails: the heartbeat goes by the pool, and stops while a node blocks the event loop";

/** Of the time between two beats. */
const LATE = 2;

export class PoolBeat {
  readonly #services: Services;
  readonly #address: string;
  #ownAt = performance.now();
  #isBusy = false;
  #reason = "no answer";

  constructor(services: Services) {
    this.#services = services;
    this.#address = addressOf(services.database.directUrl ?? "");
  }

  hear(message: Exclude<BeatMessage, SeenBlocked>): void {
    if ("failed" in message) {
      this.#reason = message.failed;
      return;
    }
    this.#ownAt = performance.now();
    this.#services.database.troubles.end(FAILS, this.#address);
  }

  beatIfNeeded(): void {
    const { database, worker, timing } = this.#services;
    if (performance.now() - this.#ownAt < LATE * timing.beatMs) return;
    database.troubles.begin(FAILS, { address: this.#address, reason: this.#reason });
    if (this.#isBusy) return;
    this.#isBusy = true;
    // the next beat makes up for one that fails
    beatWorker(database.sql, worker)
      .catch(() => {})
      .finally(() => {
        this.#isBusy = false;
      });
  }
}
