/** Windows on the threads whose runs other processes execute, one a thread, however many read it. One query fills all that have news. */
import { randomUUID } from "node:crypto";
import type { Database } from "../../persistence/connection/database.ts";
import { findLastEvent, findThreadEvents } from "../../persistence/statements/events/find-events.ts";
import { isFull } from "../../persistence/statements/events/rows.ts";
import { publish } from "../pubsub/publish.ts";
import { type Decoding, EventDecoder } from "./event-decoder.ts";
import { EventWindow } from "./event-window.ts";
import { beginOf, placeOf } from "./log-event.ts";

/** A message that says so once is heard for 12 s. */
const RENEW_MS = 5_000;
/** A notification may have been lost. */
const LOOK_MS = 1_000;
/** … and where there are none, this is how readers hear of news. */
const DEAF_LOOK_MS = 100;
const WINDOW_BYTES = 256 * 1024;
/** Of all windows: the more there are the smaller they get. */
const ALL_BYTES = 64 * 1024 * 1024;

interface Mirror {
  readonly window: EventWindow;
  readonly decoder: EventDecoder;
  /** Of the newest event. */
  epoch: number;
  id: number;
  readers: number;
}

export class Mirrors {
  readonly #database: Database;
  readonly #decoding: Decoding;
  readonly #me = randomUUID();
  readonly #mirrors = new Map<string, Promise<Mirror>>();
  readonly #open = new Map<string, Mirror>();
  readonly #news = new Set<string>();
  #timers: NodeJS.Timeout[] = [];
  #isReading = false;

  constructor(database: Database, decoding: Decoding) {
    this.#database = database;
    this.#decoding = decoding;
  }

  /** Resolves to a window with everything from now on, until it is let go. */
  async open(threadId: string): Promise<EventWindow> {
    for (;;) {
      const opening = this.#mirrors.get(threadId) ?? this.#create(threadId);
      this.#mirrors.set(threadId, opening);
      const mirror = await opening.catch((error: unknown) => {
        if (this.#mirrors.get(threadId) === opening) this.#mirrors.delete(threadId);
        throw error;
      });
      // its last reader may have let it go meanwhile
      if (this.#open.get(threadId) !== mirror) continue;
      mirror.readers += 1;
      return mirror.window;
    }
  }

  letGo(threadId: string): void {
    const mirror = this.#open.get(threadId);
    if (!mirror) return;
    mirror.readers -= 1;
    if (mirror.readers > 0) return;
    this.#open.delete(threadId);
    this.#mirrors.delete(threadId);
    if (this.#open.size === 0) for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  async #create(threadId: string): Promise<Mirror> {
    const newest = await findLastEvent(this.#decoding.sql, threadId);
    const [epoch, id] = [newest?.epoch ?? 0, Number(newest?.last ?? -1)];
    const window = new EventWindow(newest ? placeOf(epoch, id) : beginOf(0));
    const mirror = { window, decoder: new EventDecoder(this.#decoding), epoch, id, readers: 0 };
    this.#open.set(threadId, mirror);
    if (this.#timers.length === 0) this.#startTimers();
    void this.#watch([threadId]);
    return mirror;
  }

  #startTimers(): void {
    const lookMs = this.#database.canListen ? LOOK_MS : DEAF_LOOK_MS;
    this.#timers = [
      setInterval(() => void this.#watch([...this.#open.keys()]), RENEW_MS).unref(),
      setInterval(() => this.lookAtAll(), lookMs).unref(),
    ];
  }

  /** Tells the others that this process reads these threads, also what begins on them later. */
  async #watch(threads: readonly string[]): Promise<void> {
    if (this.#database.kind === "pglite" || threads.length === 0) return;
    await publish(this.#database.sql, { kind: "watch", process: this.#me, threads }).catch(() => {});
  }

  isMine(process: string): boolean {
    return process === this.#me;
  }

  lookAtAll(): void {
    this.look([...this.#open.keys()]);
  }

  /** A run begins here on this thread: its readers find it in memory. */
  wake(threadId: string): void {
    this.#open.get(threadId)?.window.notify();
  }

  /** These have news. */
  look(threadIds: readonly string[]): void {
    for (const id of threadIds) if (this.#open.has(id)) this.#news.add(id);
    if (!this.#isReading && this.#news.size > 0) void this.#read();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#news.size > 0) await this.#readOnce();
    } catch {
      // the database does not answer: the next look reads it
    } finally {
      this.#isReading = false;
    }
  }

  async #readOnce(): Promise<void> {
    const asked = [...this.#news].flatMap((threadId) => {
      const mirror = this.#open.get(threadId);
      return mirror ? [{ threadId, epoch: mirror.epoch, last: mirror.id }] : [];
    });
    this.#news.clear();
    if (asked.length === 0) return;
    for (const [threadId, rows] of Map.groupBy(await findThreadEvents(this.#database.sql, asked), (row) => row.thread_id)) {
      const mirror = this.#open.get(threadId);
      if (!mirror) continue;
      if (isFull(rows)) this.#news.add(threadId);
      for (const { event, bytes } of await mirror.decoder.decode(rows)) {
        if (event.place <= mirror.window.last) continue;
        mirror.window.add(event, bytes);
        mirror.epoch = event.epoch;
        mirror.id = event.id;
      }
      mirror.window.trim(Math.min(WINDOW_BYTES, ALL_BYTES / this.#open.size), mirror.window.last);
    }
  }
}
