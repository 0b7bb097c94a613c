/** Takes runs from the queue and executes them, a few at a time, until it is stopped. How a run is executed is in the files beside it. */
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import type { QueuedRun } from "../../persistence/queue.ts";
import { BEGUN_HERE } from "../../persistence/statements/begun-here.ts";
import { acquireLease } from "../../persistence/statements/leases/acquire-lease.ts";
import { findCancelledRuns } from "../../persistence/statements/runs/cancelling/find-cancelled-runs.ts";
import { clearWait } from "../../persistence/statements/runs/uncount-start.ts";
import type { Deadlines } from "../look-outs/deadlines.ts";
import { releaseEndedRun, seizeAll, seizeFromDeadWorkers, seizeOrphanedLeases } from "../look-outs/hand-over.ts";
import { repeat } from "../look-outs/repeat.ts";
import { sweepsOf } from "../look-outs/sweeps.ts";
import { type LacksCode, lacksCode, leaveRun } from "../offers/leave-run.ts";
import { Notification } from "../pubsub/notification.ts";
import { CHANNEL, parseMessage } from "../pubsub/publish.ts";
import type { LentSlot, LocalRun } from "../queue/local-starts.ts";
import type { Services } from "../services.ts";
import { OFFERS_MS, POSTPONE_SECONDS, SUSPECT_PAUSE_SECONDS, SWEEP_MS, TOUCH_MS, YIELD_MS } from "../timing.ts";
import { ActiveRun, type Lease } from "./active-run.ts";
import { startBeat } from "./beat.ts";
import { performRun } from "./perform-run.ts";
import { Probation } from "./probation.ts";

export class Engine {
  readonly #services: Services;
  readonly #deadlines: Deadlines;
  readonly #probation: Probation;
  /** Notified when there may be a job and a free slot. */
  readonly #work = new Notification();
  /** By run id. Undefined between the job and the lease. */
  readonly #active = new Map<string, ActiveRun | undefined>();
  /** How often a run was left to other workers, by its id. */
  readonly #left = new Map<string, number>();
  #yieldUntil = 0;
  readonly #performing = new Set<Promise<void>>();
  readonly #cleanUps: (() => Promise<void> | void)[] = [];
  #running = false;
  /** The fetch under way, which may fill all slots. */
  #fetching: Promise<number> | undefined;
  // a run belongs to no request
  readonly #detached = AsyncLocalStorage.snapshot();
  #loop: Promise<void> = Promise.resolve();

  constructor(services: Services, deadlines: Deadlines) {
    this.#services = services;
    this.#deadlines = deadlines;
    this.#probation = new Probation(services, () => this.#work.notify());
  }

  async start(): Promise<void> {
    const { database, timing, storedBytes } = this.#services;
    this.#running = true;
    if (database.kind === "pglite") await seizeAll(this.#services);
    this.#cleanUps.push(await startBeat(this.#services));
    this.#cleanUps.push(
      await database.listen(
        CHANNEL,
        (payload) => this.#receive(payload),
        () => this.#catchUp(),
      ),
    );
    for (const look of [() => this.#services.offers.write(), () => this.#services.ends.look()]) {
      await look();
      this.#every(OFFERS_MS, look);
    }
    this.#every(timing.pollMs, () => seizeFromDeadWorkers(this.#services));
    this.#every(timing.pollMs, () => seizeOrphanedLeases(this.#services, this.#active));
    this.#every(timing.pollMs, () => this.#cancelRuns());
    if (timing.slots === 0) this.#every(timing.pollMs, () => this.#services.missingWorkers.look());
    for (const sweep of sweepsOf(this.#services)) this.#every(SWEEP_MS, sweep);
    this.#every(SWEEP_MS, async () => storedBytes?.measure(this.#executing.map(({ lease }) => lease.run.thread_id)));
    this.#every(TOUCH_MS, () =>
      this.#services.queue.touch(this.#executing.map(({ lease }) => lease.job).filter((job) => job !== BEGUN_HERE)),
    );
    this.#cleanUps.push(this.#services.localStarts.open((runId) => this.#lend(runId)));
    this.#loop = this.#fetchAndPerform();
  }

  /** Lets the current super-steps end, returns the runs to the queue, and ends. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    this.#work.notify();
    await this.#loop;
    for (const active of this.#executing) active.control.requestDrain("shutdown");
    const deadline = setTimeout(() => this.#interruptAll(), this.#services.timing.drainMs);
    while (this.#performing.size > 0) await Promise.all(this.#performing);
    clearTimeout(deadline);
    await this.#services.ends.flush();
    await this.#deadlines.stop();
    for (const cleanUp of this.#cleanUps.splice(0).reverse()) await cleanUp();
  }

  #interruptAll(): void {
    for (const active of this.#executing) active.interrupt();
  }

  get #executing(): ActiveRun[] {
    return [...this.#active.values()].filter((active) => active !== undefined);
  }

  async #fetchAndPerform(): Promise<void> {
    const { timing } = this.#services;
    while (this.#running) {
      const notified = this.#work.wait({ timeoutMs: timing.pollMs });
      // a worker that has the code of what this one has left looks first
      if (performance.now() < this.#yieldUntil) await sleep(YIELD_MS);
      const free = timing.slots - this.#active.size;
      this.#fetching = this.#fetchAndTake(free);
      const taken = await this.#fetching;
      this.#fetching = undefined;
      // where tenants have limits, the queue may give fewer than it has
      if (taken === 0 || (taken < free && timing.tenantRuns === undefined)) await notified;
    }
  }

  async #fetchAndTake(count: number): Promise<number> {
    const { queue, timing, log } = this.#services;
    const fetched = count > 0 ? queue.fetch(count, timing.tenantRuns) : [];
    const jobs = await Promise.resolve(fetched).catch((error: Error) => {
      log.warn("the queue does not respond", { reason: error.message });
      return [];
    });
    for (const job of jobs) this.#take(job);
    return jobs.length;
  }

  /** To a run that begins without a job. Jobs of the queue come first. */
  async #lend(runId: string): Promise<LentSlot | undefined> {
    while (this.#fetching) await this.#fetching;
    if (!this.#running || this.#active.size >= this.#services.timing.slots) return undefined;
    this.#active.set(runId, undefined);
    const { promise: lent, resolve } = Promise.withResolvers<void>();
    this.#performing.add(lent);
    lent.then(() => this.#performing.delete(lent));
    return {
      begin: (run) => {
        this.#detached(() => this.#performLocal(run));
        resolve();
      },
      giveBack: () => {
        this.#leaveSlot(runId);
        resolve();
      },
    };
  }

  #performLocal(local: LocalRun): void {
    const active = new ActiveRun({ ...local, job: BEGUN_HERE });
    const { id } = local.run;
    this.#active.set(id, active);
    if (!this.#running) active.control.requestDrain("shutdown");
    const performing = performRun(this.#services, active)
      .catch((error: Error) => this.#services.log.error("a run could not be ended; it will be retried", { run: id, err: error }))
      .finally(() => {
        this.#performing.delete(performing);
        this.#leaveSlot(id);
      });
    this.#performing.add(performing);
  }

  #leaveSlot(runId: string): void {
    // otherwise the queue has nothing for it
    if (this.#active.size >= this.#services.timing.slots) this.#work.notify();
    this.#active.delete(runId);
  }

  #take(job: QueuedRun): void {
    const { queue, log } = this.#services;
    const isActive = this.#active.has(job.run);
    if (!isActive) this.#active.set(job.run, undefined);
    const performing = (isActive ? queue.postpone(job.job, POSTPONE_SECONDS) : this.#perform(job))
      .catch((error: Error) => log.error("a run could not be begun or ended; it will be retried", { run: job.run, err: error }))
      .then((hasToldOthers) => {
        this.#performing.delete(performing);
        if (hasToldOthers !== true) this.#work.notify();
        if (isActive) return;
        this.#leaveSlot(job.run);
        this.#probation.end(job.run);
      });
    this.#performing.add(performing);
  }

  /** True: the run was executed, and its end has told all workers what may begin now. */
  async #perform({ job, run: runId, thread }: QueuedRun): Promise<boolean> {
    const { database, queue, worker, timing } = this.#services;
    if (!this.#running) return queue.postpone(job, 0).then(() => false);
    const { mayTakeSuspect, mayTakeAccused } = this.#probation.claim(runId);
    const acquisition = { runId, thread, jobId: job, worker, deadAfterMs: timing.deadAfterMs, mayTakeSuspect, mayTakeAccused };
    const acquired = await retryTransient(() => acquireLease(database.sql, acquisition)).catch((error: unknown) => {
      this.#probation.release(runId);
      throw error;
    });
    const suspect = acquired?.suspect;
    if (acquired?.epoch && suspect) this.#probation.begin(runId, suspect.deaths);
    else this.#probation.release(runId);
    if (!acquired || (acquired.status !== "pending" && acquired.status !== "running")) return queue.discard(job).then(() => false);
    const { thread_id: threadId, epoch, run, head, definition, tenant, signalled } = acquired;
    const pauseSeconds = suspect && !(mayTakeSuspect && mayTakeAccused) ? SUSPECT_PAUSE_SECONDS : POSTPONE_SECONDS;
    if (epoch === null) return queue.postpone(job, pauseSeconds).then(() => false);
    if (!run) return releaseEndedRun(this.#services, { threadId, epoch, job }).then(() => false);
    const active = new ActiveRun({ run, job, epoch, head, definition, tenant, suspect: suspect ?? null });
    const lacking = await lacksCode(this.#services, active.lease);
    if (lacking) return this.#leave(active.lease, lacking).then(() => false);
    this.#left.delete(runId);
    if (run.waits_because !== null) await clearWait(database.sql, { threadId, runId });
    this.#active.set(runId, active);
    if (suspect) active.control.whenFurther.then(() => this.#probation.end(runId));
    if (signalled) active.stopForSignal();
    if (!this.#running) active.control.requestDrain("shutdown");
    await performRun(this.#services, active);
    return database.canListen;
  }

  async #leave(lease: Lease, lacking: LacksCode): Promise<void> {
    const times = this.#left.get(lease.run.id) ?? 0;
    this.#left.set(lease.run.id, times + 1);
    this.#yieldUntil = performance.now() + (await leaveRun(this.#services, lease, { ...lacking, times })) + YIELD_MS;
  }

  #receive(payload: string): void {
    const message = parseMessage(payload);
    if (message?.kind === "wake") this.#work.notify();
    if (message?.kind === "due") this.#deadlines.arm();
    if (message?.kind === "turn") this.#services.modelSlots.released.notify();
    this.#services.events.receive(message);
    if (message?.kind === "key") this.#services.keys.changed(message.key);
    if (message?.kind === "drain") this.#active.get(message.run)?.stopForSignal();
    if (message?.kind === "cancel") this.#active.get(message.run)?.cancel();
  }

  /** Messages may have been missed. */
  #catchUp(): void {
    this.#work.notify();
    this.#deadlines.arm();
    this.#services.events.catchUp();
  }

  async #cancelRuns(): Promise<void> {
    const runs = this.#executing.map(({ lease }) => lease.run);
    if (runs.length === 0) return;
    for (const run of await findCancelledRuns(this.#services.database.sql, runs)) this.#active.get(run)?.cancel();
  }

  #every(ms: number, act: () => Promise<void>): void {
    this.#cleanUps.push(repeat(act, { ms, log: this.#services.log }));
  }
}
