/** What runs emit: the logs of those in this process, and what other processes have written of theirs. */
import type { Logger, Sql } from "../../language/registry/context.ts";
import type { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import type { Cipher } from "../../persistence/checkpointer/state-serializer.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import { findLastEvent } from "../../persistence/statements/events/find-events.ts";
import { Notification, type WaitOptions } from "../pubsub/notification.ts";
import type { ProcessMessage } from "../pubsub/publish.ts";
import { CheckpointValues } from "./checkpoint-values.ts";
import type { Decoding } from "./event-decoder.ts";
import { type Attempt, EventLog, type LogEnd } from "./event-log.ts";
import { EventWriter } from "./event-writer.ts";
import { placeOf } from "./log-event.ts";
import { Mirrors } from "./mirrors.ts";
import { NewRuns } from "./new-runs.ts";
import { PlainEnds } from "./plain-ends.ts";
import { SealedBodies } from "./sealed-bodies.ts";

/** A process that reads says so every 5 s. */
const WATCHED_MS = 12_000;

export interface NewestEvent {
  readonly place: number;
  /** Its run has ended: nothing else comes in its epoch. */
  readonly isOver: boolean;
}

export class RunEvents {
  readonly decoding: Decoding;
  readonly mirrors: Mirrors;
  readonly plainEnds = new PlainEnds();
  readonly newRuns = new NewRuns();
  readonly #writer: EventWriter;
  /** By thread: it executes one run at a time. */
  readonly #logs = new Map<string, EventLog>();
  /** Threads that other processes read, until when, although nothing has begun on them here. */
  readonly #awaited = new Map<string, number>();
  readonly #changed = new Notification();
  readonly #ended = new Map<string, Notification>();
  #history = 0;

  constructor(
    database: Database,
    { log, saver, cipher }: { readonly log: Logger; readonly saver: FencedSaver; readonly cipher?: Cipher | undefined },
  ) {
    const bodies = new SealedBodies(cipher);
    // a restart of the database only delays readers
    const sql: Sql = { query: (text, values) => retryTransient(() => database.sql.query(text, values)) };
    this.decoding = { sql, bodies, values: new CheckpointValues(saver) };
    this.mirrors = new Mirrors(database, this.decoding);
    this.#writer = new EventWriter(database, log, bodies);
    database.onNewHistory(() => this.#beginAnew());
  }

  /** Opens the log of an attempt. */
  open(attempt: Attempt): EventLog {
    const log = new EventLog(attempt, this.#writer);
    this.#logs.set(attempt.threadId, log);
    const until = this.#awaited.get(attempt.threadId) ?? 0;
    if (performance.now() < until) log.watch();
    this.mirrors.wake(attempt.threadId);
    this.announce(attempt.runId);
    return log;
  }

  /** Of the run that this process executes on a thread. */
  find(threadId: string): EventLog | undefined {
    return this.#logs.get(threadId);
  }

  /** What it has emitted is in the database now, or another attempt emits it. */
  close(log: EventLog, end: LogEnd): void {
    log.close(end);
    if (this.#logs.get(log.of.threadId) === log) this.#logs.delete(log.of.threadId);
    this.announce(log.of.runId);
  }

  receive(message: ProcessMessage | undefined): void {
    if (message?.kind === "done") this.announce(message.run);
    if (message?.kind === "events") this.mirrors.look(message.threads);
    if (message?.kind === "watch" && !this.mirrors.isMine(message.process)) this.#watched(message.threads);
  }

  #watched(threads: readonly string[]): void {
    const now = performance.now();
    for (const [thread, until] of this.#awaited) if (until < now) this.#awaited.delete(thread);
    for (const thread of threads) {
      this.#awaited.set(thread, now + WATCHED_MS);
      this.#logs.get(thread)?.watch();
    }
  }

  /** Messages may have been missed. */
  catchUp(): void {
    this.mirrors.lookAtAll();
    this.announce();
  }

  /** Another number: the database has another history, in which an id may mean another event. */
  get history(): number {
    return this.#history;
  }

  #beginAnew(): void {
    this.#history += 1;
    this.catchUp();
  }

  /** The newest event of a thread, here or in the database; undefined: it has none that is kept. */
  async newest(threadId: string): Promise<NewestEvent | undefined> {
    const stored = await findLastEvent(this.decoding.sql, threadId);
    const place = stored && placeOf(stored.epoch, Number(stored.last));
    const own = this.find(threadId)?.window.last;
    if (own !== undefined && own > (place ?? -1)) return { place: own, isOver: false };
    return place === undefined ? undefined : { place, isOver: stored?.is_over ?? false };
  }

  /** A run has begun or ended, in this process or another: those who wait for it look again. Without an id: any may have. */
  announce(runId?: string): void {
    this.newRuns.heard(runId);
    this.#changed.notify();
    const ended = runId === undefined ? this.#ended.values() : [this.#ended.get(runId)];
    for (const one of ended) one?.notify();
  }

  changed(options: WaitOptions): Promise<void> {
    return this.#changed.wait(options);
  }

  /** The same for one run: others do not wake the caller. */
  async changedOf(runId: string, options: WaitOptions): Promise<void> {
    const ended = this.#ended.get(runId) ?? new Notification();
    this.#ended.set(runId, ended);
    await ended.wait(options);
    if (ended.isIdle) this.#ended.delete(runId);
  }
}
