/** The notices that this process is delivering: a few at once, so that a slow receiver delays neither deadlines nor all other notices. */
import { setTimeout as sleep } from "node:timers/promises";
import { claimNotices, type NoticeRow } from "../../persistence/statements/notices.ts";
import type { Services } from "../services.ts";
import { deliverNotice, NOTICE_RETRIES } from "./notices.ts";

const TOGETHER = 10;
/** One that is not delivered by then is claimed again later, by another process. */
const STOP_MS = 5_000;

export class Deliveries {
  readonly #services: Services;
  readonly #onFree: () => void;
  readonly #delivering = new Set<Promise<void>>();
  #claiming: Promise<void> = Promise.resolve();
  #stopped = false;

  /** `onFree` looks again for what is due: while all are busy, nobody does. */
  constructor(services: Services, onFree: () => void) {
    this.#services = services;
    this.#onFree = onFree;
  }

  get isFull(): boolean {
    return this.#delivering.size >= TOGETHER;
  }

  /** Claims those that are due. Claims take turns: of two assignments of one question, the later one must be last. */
  begin(): Promise<void> {
    this.#claiming = this.#claiming
      .then(() => this.#claim())
      .catch((error: Error) => this.#services.log.warn("notices could not be read", { reason: error.message }));
    return this.#claiming;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#claiming;
    await Promise.race([Promise.all(this.#delivering), sleep(STOP_MS, undefined, { ref: false })]);
  }

  async #claim(): Promise<void> {
    const free = TOGETHER - this.#delivering.size;
    if (free === 0 || this.#stopped) return;
    const notices = await claimNotices(this.#services.database.sql, NOTICE_RETRIES, free);
    for (const ofQuestion of Map.groupBy(notices, ({ interrupt_id }) => interrupt_id).values()) {
      const delivery = this.#deliver(ofQuestion).finally(() => {
        this.#delivering.delete(delivery);
        this.#onFree();
      });
      this.#delivering.add(delivery);
    }
  }

  async #deliver(notices: readonly NoticeRow[]): Promise<void> {
    try {
      for (const notice of notices) await deliverNotice(this.#services, notice);
    } catch (error) {
      this.#services.log.warn("a notice could not be delivered; it will be tried again", { reason: String(error) });
    }
  }
}
