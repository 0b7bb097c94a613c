/** Fires deadlines by the database's clock, through the same claim as a person's decision. Any number of processes may try. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { EXPIRED } from "../../nodes/interrupt/answer.ts";
import { type DueCron, findDueCrons } from "../../persistence/statements/crons/due-crons.ts";
import { nextDeadline } from "../../persistence/statements/interrupts/next-deadline.ts";
import { findDueInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { setAside } from "../../persistence/statements/set-aside.ts";
import { findDueThreads } from "../../persistence/statements/threads/find-due-threads.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import type { OwnedThread } from "../../persistence/statements/threads/rows.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";
import { fireCron } from "../crons/fire-cron.ts";
import { engineActing } from "../identity/acting.ts";
import { decideInterrupt } from "../interrupts/decide-interrupt.ts";
import { Deliveries } from "../notify/deliveries.ts";
import { NOTICE_RETRIES } from "../notify/notices.ts";
import { commitAndPublish } from "../pubsub/publish.ts";
import { queueNextHeldRun } from "../queue/held-runs.ts";
import type { Services } from "../services.ts";
import { DEADLINES_AFTER_FAILURE_MS, LONGEST_DEADLINE_PAUSE_MS } from "../timing.ts";
import { WebhookDeliveries } from "../webhooks/deliveries.ts";
import { tryEach } from "./try-each.ts";

/** Deadlines fired at once: many may be due at the same moment. Each takes one connection. */
const TOGETHER = 5;

export class Deadlines {
  readonly #services: Services;
  readonly #notices: Deliveries;
  readonly #webhooks: WebhookDeliveries;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #stopped = false;

  constructor(services: Services) {
    this.#services = services;
    this.#notices = new Deliveries(services, () => this.arm());
    this.#webhooks = new WebhookDeliveries(services, () => this.arm());
  }

  /** Call it when a question with a deadline was opened, and when one may have been missed. */
  arm(): void {
    if (this.#stopped) return;
    // looks may be answered out of order: an older one does not know the question that the newer one was made for
    const look = ++this.#looks;
    const notices = this.#notices.isFull ? { ...NOTICE_RETRIES, maxAttempts: 0 } : NOTICE_RETRIES;
    nextDeadline(this.#services.database.sql, { ...notices, webhooks: !this.#webhooks.isFull }).then(
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
    await Promise.all([this.#notices.stop(), this.#webhooks.stop()]);
  }

  #schedule(waitMs = LONGEST_DEADLINE_PAUSE_MS): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#fire(), Math.min(LONGEST_DEADLINE_PAUSE_MS, Math.max(0, Math.ceil(waitMs))));
  }

  async #fire(): Promise<void> {
    const services = this.#services;
    const { sql } = services.database;
    try {
      await this.#notices.begin();
      await this.#webhooks.begin();
      const due = {
        lookOut: "deadline",
        items: await findDueInterrupts(sql),
        idOf: ({ key }: SeenInterrupt) => key,
        together: TOGETHER,
      } as const;
      await tryEach(services, due, (interrupt) => this.#expire(interrupt));
      const delayed = { lookOut: "delayed run", items: await findDueThreads(sql), idOf: ({ id }: OwnedThread) => id } as const;
      await tryEach(services, delayed, (thread) => this.#queueHeldRun(thread));
      const crons = { lookOut: "cron", items: await findDueCrons(sql), idOf: ({ id }: DueCron) => id, together: TOGETHER } as const;
      await tryEach(services, crons, (cron) => fireCron(services, cron));
      this.arm();
    } catch (error) {
      services.log.warn("deadlines could not be fired", { reason: messageOf(error) });
      this.#schedule(DEADLINES_AFTER_FAILURE_MS);
    }
  }

  /** A delayed run that is due. */
  async #queueHeldRun({ id: threadId, tenant }: OwnedThread): Promise<void> {
    const { database, log } = this.#services;
    await commitAndPublish({ database: forEngine(database, tenant), log }, async (tx) => {
      const locked = await lockThread(tx, threadId);
      return { result: undefined, messages: locked ? await queueNextHeldRun(tx, this.#services, threadId) : [] };
    });
  }

  /** A person or another process may have been faster: then nothing remains to be done. */
  async #expire(interrupt: SeenInterrupt): Promise<void> {
    try {
      await decideInterrupt(engineActing(this.#services, interrupt.tenant, "system:deadline"), [
        { interrupt, answer: { decision: EXPIRED }, via: "deadline", expired: true },
      ]);
    } catch (error) {
      if (!(error instanceof SignalboxError && error.code === "ALREADY_DECIDED")) throw error;
      // a signal under way supersedes it soon, or fails
      if (interrupt.signal) await setAside(this.#services.database.sql, "deadline", interrupt.key);
    }
  }
}
