/** Fires deadlines by the database's clock, through the same claim as a person's decision. Any number of processes may try. */
import { SignalboxError } from "../../language/errors.ts";
import { EXPIRED } from "../../nodes/answer.ts";
import { findDueInterrupts } from "../../persistence/statements/find-due-interrupts.ts";
import { nextDeadline } from "../../persistence/statements/next-deadline.ts";
import { decide } from "../decide.ts";
import type { Services } from "../services.ts";

/** At most this long without a look, should a message have been lost. */
const LONGEST_MS = 30_000;
const AFTER_FAILURE_MS = 5_000;

export class Deadlines {
  readonly #services: Services;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** To be called when a question with a deadline was opened, and when one may have been missed. */
  arm(): void {
    if (this.#stopped) return;
    nextDeadline(this.#services.database.sql).then(
      (waitMs) => this.#wake(waitMs),
      (error: Error) => {
        this.#services.log.warn("the next deadline could not be looked up", { reason: error.message });
        this.#wake(AFTER_FAILURE_MS);
      },
    );
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #wake(waitMs = LONGEST_MS): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#fire(), Math.min(LONGEST_MS, Math.max(0, Math.ceil(waitMs))));
  }

  async #fire(): Promise<void> {
    let isDone = true;
    try {
      for (const { id } of await findDueInterrupts(this.#services.database.sql)) isDone = (await this.#expire(id)) && isDone;
    } catch (error) {
      isDone = false;
      this.#services.log.warn("deadlines could not be fired", { reason: (error as Error).message });
    }
    if (isDone) this.arm();
    else this.#wake(AFTER_FAILURE_MS);
  }

  /** A person, or another process, may have been faster: then there is nothing to do. */
  async #expire(id: string): Promise<boolean> {
    try {
      await decide(this.#services, [{ id, decision: EXPIRED, answer: { decision: EXPIRED }, by: "deadline", expired: true }]);
    } catch (error) {
      if (error instanceof SignalboxError && error.code === "ALREADY_DECIDED") return true;
      this.#services.log.error("a deadline could not be fired", { interrupt: id, reason: (error as Error).message });
      return false;
    }
    return true;
  }
}
