/** Stores what the runs of this process have to store, of all threads in one statement. Each operation resolves after its commit, or fails alone. */
import { AsyncLocalStorage } from "node:async_hooks";
import pLimit from "p-limit";
import type { Database } from "../../connection/database.ts";
import { asUnavailable, isTransient } from "../../connection/unavailable.ts";
import { fencedOff } from "../../fence.ts";
import { ownConnections, type RunStatement } from "../checkpoint-statements.ts";
import { LateStarts } from "./late-starts.ts";
import { nextBatch, type Waiting } from "./next-batch.ts";
import { nameOf, type Operation, type StartOperation, sizeOf } from "./operation.ts";
import { storeOperations } from "./store-operations.ts";
import type { Form } from "./store-text.ts";

/** Stores what `prepare` makes for a thread. Rejects with FENCED when the writer no longer holds it. */
export type Store = (threadId: string, prepare: () => Promise<Operation>) => Promise<void>;

/** Resolves when it waits to be stored, with a promise that settles as that of `Store`. */
export type StoreSoon = (threadId: string, prepare: () => Promise<Operation>) => Promise<{ readonly stored: Promise<void> }>;

/** A second statement fills while the first one waits for the disk. PGlite has one connection. */
const MOST_IN_FLIGHT = { postgres: 2, pglite: 1 };
/** Of what waits or is under way. Above it, no more is serialised: steps wait for the database, and memory is bounded. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Serialised at the same time: more would be no faster, but go further beyond the limit. */
const MOST_PREPARING = 16;
/** For so long an operation is sent again while the database is unavailable; pauses of 0.1, 0.2, 0.4 … 2 s. */
const RETRY_MS = 13_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** For so long the start of a node, or a run's input, waits for another operation: a node that takes longer is on record while it runs. */
const MAY_WAIT_MS = 25;

export class GroupCommit {
  readonly #database: Database;
  readonly #run: RunStatement;
  readonly #preparing = pLimit(MOST_PREPARING);
  /** Runs a function outside of the caller's context: a statement belongs to no single run, and so to no trace. */
  readonly #detached = AsyncLocalStorage.snapshot();
  readonly #busyThreads = new Set<string>();
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #bytes = 0;
  #freed = Promise.withResolvers<void>();
  #isScheduled = false;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What is not stored yet, by thread. */
  readonly #unsettled = new Map<string, Set<Promise<void>>>();
  /** The same, for the thread that sees when the event loop is blocked. */
  readonly lateStarts = new LateStarts();

  constructor(database: Database) {
    this.#database = database;
    this.#run = ownConnections(database);
  }

  readonly store: Store = async (threadId, prepare) => {
    await this.#note(
      threadId,
      this.#prepare(prepare, 0).then(({ stored }) => stored),
    );
  };

  /** Stores it with what the thread stores next, or a moment later. Before the run ends or leaves this process, `settled` must be awaited. */
  readonly storeSoon: StoreSoon = async (threadId, prepare) => {
    const queued = this.#prepare(prepare, MAY_WAIT_MS);
    const stored = this.#note(
      threadId,
      queued.then((one) => one.stored),
    );
    // whoever waits for it is told; nobody has to
    stored.catch(() => {});
    await queued;
    return { stored };
  };

  #prepare(prepare: () => Promise<Operation>, mayWaitMs: number): Promise<{ readonly stored: Promise<void> }> {
    this.#database.refuseNesting();
    return this.#preparing(async () => {
      while (this.#bytes > MOST_BYTES) await this.#freed.promise;
      return { stored: this.#add(await prepare(), mayWaitMs) };
    });
  }

  #note(threadId: string, stored: Promise<void>): Promise<void> {
    const unsettled = this.#unsettled.get(threadId) ?? new Set();
    this.#unsettled.set(threadId, unsettled);
    const settle = () => {
      unsettled.delete(settled);
      if (unsettled.size === 0) this.#unsettled.delete(threadId);
    };
    const settled = stored.then(settle, settle);
    unsettled.add(settled);
    return stored;
  }

  /**
   * Stores the start of a node with what is stored next, or a moment later. Resolves before that, so the node must have no effects: if the
   * lease has gone, the node's own writes are refused, and its start is not on record.
   */
  async startSoon(start: StartOperation): Promise<void> {
    this.#database.refuseNesting();
    const remove = this.lateStarts.add(start);
    if (!remove) return this.#add(start);
    this.#note(start.threadId, this.#add(start, MAY_WAIT_MS).finally(remove)).catch(() => {});
  }

  /** Resolves when all that was to be stored for the thread is, or has failed: also what a run has begun to store and no longer waits for. */
  async settled(threadId: string): Promise<void> {
    const unsettled = this.#unsettled.get(threadId);
    if (!unsettled) return;
    for (const waiting of this.#waiting) if (waiting.operation.threadId === threadId) waiting.dueAt = waiting.since;
    this.#schedule();
    await Promise.all(unsettled);
  }

  #add(operation: Operation, mayWaitMs = 0): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const size = sizeOf(operation);
    this.#bytes += size;
    const since = performance.now();
    this.#waiting.push({ operation, since, dueAt: since + mayWaitMs, resolve, reject });
    this.#schedule();
    return promise.finally(() => this.#free(size));
  }

  #free(size: number): void {
    this.#bytes -= size;
    this.#freed.resolve();
    this.#freed = Promise.withResolvers();
  }

  /** After all that is ready at this moment, such as the end of a task and the checkpoint behind it. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#detached(setImmediate, () => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (!this.#pause && this.#inFlight < MOST_IN_FLIGHT[this.#database.kind]) {
      const { batch, rest } = nextBatch(this.#waiting, this.#busyThreads);
      if (batch.length === 0) return;
      if (!batch.some(({ dueAt }) => dueAt <= performance.now())) {
        this.#flushLater(batch);
        return;
      }
      this.#waiting = rest;
      this.#inFlight++;
      void this.#sendTogether(batch);
    }
  }

  #flushLater(batch: readonly Waiting[]): void {
    const at = Math.min(...batch.map(({ dueAt }) => dueAt));
    const flush = () => {
      this.#timer = undefined;
      this.#flush();
    };
    this.#timer ??= this.#detached(setTimeout, flush, at - performance.now());
  }

  async #sendTogether(batch: readonly Waiting[]): Promise<void> {
    const threads = Map.groupBy(batch, ({ operation }) => operation.threadId);
    for (const thread of threads.keys()) this.#busyThreads.add(thread);
    const left = Map.groupBy(await this.#send(batch, "together"), ({ operation }) => operation.threadId);
    this.#inFlight--;
    for (const thread of threads.keys()) if (!left.has(thread)) this.#busyThreads.delete(thread);
    for (const [thread, ofThread] of left) void this.#sendAlone(thread, ofThread);
    this.#flush();
  }

  /** Waits for a hand-over that has the lease, and learns how it ended. Other threads go on meanwhile. */
  async #sendAlone(thread: string, waiting: readonly Waiting[]): Promise<void> {
    for (const { operation, reject } of await this.#send(waiting, "alone")) reject(refusalOf(operation));
    this.#busyThreads.delete(thread);
    this.#flush();
  }

  /** Resolves to those that were not stored, and have not failed otherwise. One that is bad is found by halves, and fails alone. */
  async #send(waiting: readonly Waiting[], form: Form): Promise<Waiting[]> {
    try {
      const operations = waiting.map(({ operation }) => operation);
      const stored = await storeOperations(this.#run, operations, form);
      this.#failures = 0;
      for (const { operation, resolve } of waiting) if (stored.has(operation)) resolve();
      return waiting.filter(({ operation }) => !stored.has(operation));
    } catch (error) {
      if (isTransient(error)) this.#sendAgain(waiting, error);
      else if (waiting.length === 1) waiting[0]?.reject(error);
      else {
        const middle = waiting.length >> 1;
        return [...(await this.#send(waiting.slice(0, middle), form)), ...(await this.#send(waiting.slice(middle), form))];
      }
      return [];
    }
  }

  #sendAgain(waiting: readonly Waiting[], error: unknown): void {
    const now = performance.now();
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    const all = Map.groupBy([...waiting, ...this.#waiting], ({ since }) => now - since + pauseMs < RETRY_MS);
    this.#waiting = all.get(true) ?? [];
    for (const { reject } of all.get(false) ?? []) reject(asUnavailable(error));
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      this.#flush();
    }, pauseMs);
  }
}

/** For operations that are stored at once, in a tenant's transaction. */
export function storingBy(run: RunStatement): Store {
  return async (_, prepare) => {
    const operation = await prepare();
    if (!(await storeOperations(run, [operation], "within")).has(operation)) throw refusalOf(operation);
  };
}

const refusalOf = (operation: Operation): Error => fencedOff(nameOf(operation), operation.threadId, operation.epoch);
