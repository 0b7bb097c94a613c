/** Takes runs from the queue and executes them, a few at a time, until it is stopped. What a run means is in the files beside it. */

import { retryTransient } from "../../persistence/connection/unavailable.ts";
import type { QueuedRun } from "../../persistence/queue.ts";
import { acquireLease } from "../../persistence/statements/leases/acquire-lease.ts";
import { findCancelledRuns } from "../../persistence/statements/runs/find-cancelled-runs.ts";
import { Notification } from "../pubsub/notification.ts";
import { CHANNEL, parseMessage } from "../pubsub/publish.ts";
import type { Services } from "../services.ts";
import { deleteSpentThreads } from "../threads/spent-threads.ts";
import { ActiveRun } from "./active-run.ts";
import { startBeat } from "./beat.ts";
import type { Deadlines } from "./deadlines.ts";
import { giveUpLease, takeAll, takeFromTheDead, takeWhatIsLeft } from "./hand-over.ts";
import { performRun } from "./perform-run.ts";

/** How long a job whose owner lives stays in the queue before it is looked at again. */
const PUT_BACK_SECONDS = 5;
const TOUCH_MS = 3_000;
const SWEEP_MS = 30_000;

export class Engine {
  readonly #services: Services;
  readonly #deadlines: Deadlines;
  readonly #bell = new Notification();
  /** By run id. Undefined between the job and the lease. */
  readonly #active = new Map<string, ActiveRun | undefined>();
  readonly #performing = new Set<Promise<void>>();
  readonly #ends: (() => Promise<void> | void)[] = [];
  #running = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(services: Services, deadlines: Deadlines) {
    this.#services = services;
    this.#deadlines = deadlines;
  }

  async start(): Promise<void> {
    const { database, timing } = this.#services;
    this.#running = true;
    if (database.kind === "pglite") await takeAll(this.#services);
    this.#ends.push(await startBeat(this.#services));
    this.#ends.push(
      await database.listen(
        CHANNEL,
        (payload) => this.#hear(payload),
        () => this.#catchUp(),
      ),
    );
    this.#every(timing.pollMs, () => this.#lookOut());
    this.#every(SWEEP_MS, () => deleteSpentThreads(this.#services));
    this.#every(TOUCH_MS, () => this.#services.queue.touch(this.#executing.map(({ lease }) => lease.job)));
    this.#loop = this.#work();
  }

  /** Lets the super-steps under way end, gives the runs back to the queue, and ends. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    this.#bell.notify();
    await this.#loop;
    for (const active of this.#executing) active.control.requestDrain("shutdown");
    const impatience = setTimeout(() => this.#handBack(), this.#services.timing.drainMs);
    await Promise.all(this.#performing);
    clearTimeout(impatience);
    await this.#deadlines.stop();
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  #handBack(): void {
    for (const active of this.#executing) active.handBack();
  }

  get #executing(): ActiveRun[] {
    return [...this.#active.values()].filter((active) => active !== undefined);
  }

  async #work(): Promise<void> {
    const { timing } = this.#services;
    while (this.#running) {
      const heard = this.#bell.wait({ timeoutMs: timing.pollMs });
      const free = timing.slots - this.#active.size;
      const jobs = free > 0 ? await this.#fetch(free) : [];
      for (const job of jobs) this.#take(job);
      if (jobs.length === 0) await heard;
    }
  }

  #fetch(count: number): Promise<QueuedRun[]> {
    return this.#services.queue.fetch(count, this.#services.timing.tenantRuns).catch((error: Error) => {
      this.#services.log.warn("the queue does not answer", { reason: error.message });
      return [];
    });
  }

  #take(job: QueuedRun): void {
    const { queue, log } = this.#services;
    const known = this.#active.has(job.run);
    if (!known) this.#active.set(job.run, undefined);
    const performing = (known ? queue.postpone(job.job, PUT_BACK_SECONDS) : this.#perform(job))
      .catch((error: Error) =>
        log.error("a run could not be begun or ended; it will be taken up again", { run: job.run, reason: error.message }),
      )
      .finally(() => {
        if (!known) this.#active.delete(job.run);
        this.#performing.delete(performing);
        this.#bell.notify();
      });
    this.#performing.add(performing);
  }

  async #perform({ job, run: runId }: QueuedRun): Promise<void> {
    const { database, queue, worker, timing } = this.#services;
    if (!this.#running) return queue.postpone(job, 0);
    const acquired = await retryTransient(() => acquireLease(database.sql, { runId, jobId: job, worker, deadAfterMs: timing.deadAfterMs }));
    if (!acquired || (acquired.status !== "pending" && acquired.status !== "running")) return queue.discard(job);
    const { thread, epoch, run, head, definition, tenant } = acquired;
    if (epoch === null) return queue.postpone(job, PUT_BACK_SECONDS);
    if (!run) return giveUpLease(this.#services, { thread, epoch, job });
    const active = new ActiveRun({ run, job, epoch, head, definition, tenant });
    this.#active.set(runId, active);
    if (!this.#running) active.control.requestDrain("shutdown");
    await performRun(this.#services, active);
  }

  #hear(payload: string): void {
    const message = parseMessage(payload);
    if (message?.kind === "wake") this.#bell.notify();
    if (message?.kind === "due") this.#deadlines.arm();
    if (message?.kind === "turn") this.#services.modelSlots.bell.notify();
    if (message?.kind === "done") this.#services.events.announce();
    if (message?.kind === "drain") this.#active.get(message.run)?.giveWay();
    if (message?.kind === "cancel") this.#active.get(message.run)?.cancel();
  }

  /** Messages may have been missed. */
  #catchUp(): void {
    this.#bell.notify();
    this.#deadlines.arm();
    this.#services.events.announce();
  }

  async #lookOut(): Promise<void> {
    await takeFromTheDead(this.#services);
    await takeWhatIsLeft(this.#services, [...this.#active.keys()]);
    if (this.#active.size === 0) return;
    for (const run of await findCancelledRuns(this.#services.database.sql, [...this.#active.keys()])) this.#active.get(run)?.cancel();
  }

  /** One at a time; a failure is told and forgotten. */
  #every(ms: number, act: () => Promise<void>): void {
    let busy = false;
    const timer = setInterval(async () => {
      if (busy) return;
      busy = true;
      await act().catch((error: Error) => this.#services.log.warn("the engine's look-out failed", { reason: error.message }));
      busy = false;
    }, ms);
    this.#ends.push(() => clearInterval(timer));
  }
}
