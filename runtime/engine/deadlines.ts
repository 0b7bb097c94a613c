/** Fires deadlines by the database's clock, through the same claim as a person's decision. Any number of processes may try. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { EXPIRED } from "../../nodes/interrupt/answer.ts";
import { nextDeadline } from "../../persistence/statements/interrupts/next-deadline.ts";
import { findDueInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { NoticeRow } from "../../persistence/statements/notices.ts";
import { findDueThreads } from "../../persistence/statements/threads/find-due-threads.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { decideInterrupt } from "../interrupts/decide-interrupt.ts";
import { claimDueNotices, deliverNotice, NOTICE_RETRIES } from "../notify/notices.ts";
import { commitAndPublish } from "../pubsub/publish.ts";
import { queueNextHeldRun } from "../queue/held-runs.ts";
import type { Services } from "../services.ts";
import { DEADLINES_AFTER_FAILURE_MS, LONGEST_DEADLINE_PAUSE_MS } from "../timing.ts";

/** Deadlines fired at once: many may be due at the same moment. Each takes one connection. */
const TOGETHER = 5;

export class Deadlines {
  readonly #services: Services;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #stopped = false;
  #delivering: Promise<void> = Promise.resolve();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Call it when a question with a deadline was opened, and when one may have been missed. */
  arm(): void {
    if (this.#stopped) return;
    // looks may be answered out of order: an older one does not know the question that the newer one was made for
    const look = ++this.#looks;
    nextDeadline(this.#services.database.sql, NOTICE_RETRIES).then(
      (waitMs) => look === this.#looks && this.#schedule(waitMs),
      (error: Error) => {
        this.#services.log.warn("the next deadline could not be read", { reason: error.message });
        if (look === this.#looks) this.#schedule(DEADLINES_AFTER_FAILURE_MS);
      },
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#delivering;
  }

  #schedule(waitMs = LONGEST_DEADLINE_PAUSE_MS): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#fire(), Math.min(LONGEST_DEADLINE_PAUSE_MS, Math.max(0, Math.ceil(waitMs))));
  }

  async #fire(): Promise<void> {
    let isDone = true;
    try {
      const due = await findDueInterrupts(this.#services.database.sql);
      for (let first = 0; first < due.length; first += TOGETHER)
        for (const isOver of await Promise.all(due.slice(first, first + TOGETHER).map((interrupt) => this.#expire(interrupt))))
          isDone &&= isOver;
      for (const threadId of await findDueThreads(this.#services.database.sql)) await this.#queueHeldRun(threadId);
      this.#deliver(await claimDueNotices(this.#services));
    } catch (error) {
      isDone = false;
      this.#services.log.warn("deadlines could not be fired", { reason: reasonOf(error) });
    }
    if (isDone) this.arm();
    else this.#schedule(DEADLINES_AFTER_FAILURE_MS);
  }

  /** Beside the edges, one at a time: a slow receiver must not delay them. */
  #deliver(notices: readonly NoticeRow[]): void {
    this.#delivering = this.#delivering
      .then(async () => {
        for (const notice of notices) await deliverNotice(this.#services, notice);
      })
      .catch((error: Error) => this.#services.log.warn("notices could not be delivered", { reason: error.message }));
  }

  /** A delayed run that is due. */
  async #queueHeldRun(threadId: string): Promise<void> {
    await commitAndPublish(this.#services, async (tx) => {
      const locked = await lockThread(tx, threadId);
      return { result: undefined, messages: locked ? await queueNextHeldRun(tx, this.#services, threadId) : [] };
    });
  }

  /** A person or another process may have been faster: then nothing remains to be done. */
  async #expire(interrupt: SeenInterrupt): Promise<boolean> {
    try {
      await decideInterrupt(this.#services, [{ interrupt, answer: { decision: EXPIRED }, by: "deadline", expired: true }]);
    } catch (error) {
      if (error instanceof SignalboxError && error.code === "ALREADY_DECIDED") return true;
      this.#services.log.error("a deadline could not be fired", { interrupt: interrupt.id, reason: reasonOf(error) });
      return false;
    }
    return true;
  }
}
