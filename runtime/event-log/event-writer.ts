/** Writes down what the runs of this process emit, all in one statement: soon while somebody elsewhere reads, seldom otherwise. Tells the readers after it has committed. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../../language/registry/context.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { storeEvents } from "../../persistence/statements/events/store-events.ts";
import { trimEvents } from "../../persistence/statements/events/trim-events.ts";
import { publish } from "../pubsub/publish.ts";
import type { EventLog, LogOwner } from "./event-log.ts";
import type { SealedBodies } from "./sealed-bodies.ts";

/** Twice as long for readers costs half the database's time. */
const WATCHED_MS = 20;
const UNWATCHED_MS = 1_000;
/** Of a process that hears no notifications: it does not know who reads. */
const DEAF_MS = 100;
const SOON_LENGTH = 64 * 1024;
const PAUSE_MS = 200;
/** What is kept of one run, and how much is written until that is looked at. */
const KEEP_LENGTH = 32 * 1024 * 1024;
const LOOK_LENGTH = 4 * 1024 * 1024;

export class EventWriter implements LogOwner {
  readonly bodies: SealedBodies;
  readonly #database: Database;
  readonly #log: Logger;
  readonly #dirty = new Set<EventLog>();
  readonly #news = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #at = Number.POSITIVE_INFINITY;
  #newsTimer: NodeJS.Timeout | undefined;
  #toldAt = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(database: Database, log: Logger, bodies: SealedBodies) {
    this.#database = database;
    this.#log = log;
    this.bodies = bodies;
  }

  onPending(log: EventLog): void {
    this.#dirty.add(log);
    const unwatched = this.#database.canListen ? UNWATCHED_MS : DEAF_MS;
    const at = performance.now() + (log.isWatched || log.pendingLength > SOON_LENGTH ? WATCHED_MS : unwatched);
    if (at >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => void this.flush(), Math.max(0, at - performance.now()));
  }

  onWritten(log: EventLog): void {
    if (log.writtenLength >= LOOK_LENGTH) void this.#trim(log);
    if (!log.isWatched) return;
    this.#news.add(log.of.threadId);
    this.#newsTimer ??= setTimeout(() => void this.#tell(), Math.max(0, this.#toldAt + WATCHED_MS - performance.now()));
  }

  /** Resolves when all that was emitted until now is written, or cannot be at the moment. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write());
    return this.#flushing;
  }

  async store(log: EventLog): Promise<void> {
    const batch = await log.batch();
    if (!batch) return;
    if ((await storeEvents(this.#database.sql, [batch])).has(batch.runId)) log.written(batch);
    else log.close("lost");
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#at = Number.POSITIVE_INFINITY;
    const logs = [...this.#dirty];
    this.#dirty.clear();
    try {
      const batches = await Promise.all(logs.map(async (log) => ({ log, batch: await log.batch() })));
      const filled = batches.flatMap(({ log, batch }) => (batch ? [{ log, batch }] : []));
      if (filled.length === 0) return;
      const held = await storeEvents(
        this.#database.sql,
        filled.map(({ batch }) => batch),
      );
      for (const { log, batch } of filled) {
        if (held.has(batch.runId)) log.written(batch);
        else log.close("lost");
      }
    } catch (error) {
      this.#log.warn("events could not be written; they are written again", { reason: (error as Error).message });
      await sleep(PAUSE_MS);
      for (const log of logs) this.onPending(log);
    }
  }

  async #trim(log: EventLog): Promise<void> {
    log.forgetWrittenLength();
    await trimEvents(this.#database.sql, { ...log.of, keepLength: KEEP_LENGTH }).catch((error: Error) =>
      this.#log.warn("the oldest events of a run could not be removed; they are with the next", { reason: error.message }),
    );
  }

  /** Every message may be lost: readers look again once a second. */
  async #tell(): Promise<void> {
    this.#newsTimer = undefined;
    this.#toldAt = performance.now();
    const threads = [...this.#news];
    this.#news.clear();
    await publish(this.#database.sql, { kind: "events", threads }).catch(() => {});
  }
}
