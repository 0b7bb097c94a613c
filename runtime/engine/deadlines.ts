/** Fires deadlines by the database's clock, through the same claim as a person's decision. Any number of processes may try. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { EXPIRED } from "../../nodes/interrupt/answer.ts";
import { nextDeadline } from "../../persistence/statements/interrupts/next-deadline.ts";
import { findDueInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { ClaimedNotice } from "../../persistence/statements/notices/claim-notices.ts";
import { findDueThreads } from "../../persistence/statements/threads/find-due-threads.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { decideInterrupt } from "../interrupts/decide-interrupt.ts";
import { persistence, takeNotices, tellNotice } from "../notify/notices.ts";
import { commitAndPublish } from "../pubsub/publish.ts";
import { queueNextHeldRun } from "../queue/held-runs.ts";
import type { Services } from "../services.ts";

/** At most this long without a look, should a message have been lost. */
const LONGEST_MS = 30_000;
const AFTER_FAILURE_MS = 5_000;
/** Edges taken at once: many questions may be due at the same moment. Each takes one connection. */
const TOGETHER = 5;

export class Deadlines {
  readonly #services: Services;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #stopped = false;
  #telling: Promise<void> = Promise.resolve();

  constructor(services: Services) {
    this.#services = services;
  }

  /** To be called when a question with a deadline was opened, and when one may have been missed. */
  arm(): void {
    if (this.#stopped) return;
    // looks may answer out of order: an older one does not know the question that the newer one was called for
    const look = ++this.#looks;
    nextDeadline(this.#services.database.sql, persistence).then(
      (waitMs) => look === this.#looks && this.#wake(waitMs),
      (error: Error) => {
        this.#services.log.warn("the next deadline could not be looked up", { reason: error.message });
        if (look === this.#looks) this.#wake(AFTER_FAILURE_MS);
      },
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#telling;
  }

  #wake(waitMs = LONGEST_MS): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#fire(), Math.min(LONGEST_MS, Math.max(0, Math.ceil(waitMs))));
  }

  async #fire(): Promise<void> {
    let isDone = true;
    try {
      const due = await findDueInterrupts(this.#services.database.sql);
      for (let first = 0; first < due.length; first += TOGETHER)
        for (const isOver of await Promise.all(due.slice(first, first + TOGETHER).map((interrupt) => this.#expire(interrupt))))
          isDone &&= isOver;
      for (const thread of await findDueThreads(this.#services.database.sql)) await this.#queueHeldRun(thread);
      this.#tell(await takeNotices(this.#services));
    } catch (error) {
      isDone = false;
      this.#services.log.warn("deadlines could not be fired", { reason: (error as Error).message });
    }
    if (isDone) this.arm();
    else this.#wake(AFTER_FAILURE_MS);
  }

  /** Beside the edges: a receiver that is slow shall not delay them. One at a time. */
  #tell(notices: readonly ClaimedNotice[]): void {
    this.#telling = this.#telling
      .then(async () => {
        for (const notice of notices) await tellNotice(this.#services, notice);
      })
      .catch((error: Error) => this.#services.log.warn("notices could not be told", { reason: error.message }));
  }

  /** A delayed run whose time has come. */
  async #queueHeldRun(thread: string): Promise<void> {
    await commitAndPublish(this.#services, async (tx) => {
      const locked = await lockThread(tx, thread);
      return { result: undefined, messages: locked ? await queueNextHeldRun(tx, this.#services, thread) : [] };
    });
  }

  /** A person, or another process, may have been faster: then there is nothing to do. */
  async #expire(interrupt: SeenInterrupt): Promise<boolean> {
    try {
      await decideInterrupt(this.#services, [{ interrupt, answer: { decision: EXPIRED }, by: "deadline", expired: true }]);
    } catch (error) {
      if (error instanceof SignalboxError && error.code === "ALREADY_DECIDED") return true;
      this.#services.log.error("a deadline could not be fired", { interrupt: interrupt.id, reason: (error as Error).message });
      return false;
    }
    return true;
  }
}
