/** The limit on concurrent model calls over all processes on the database: each call holds a slot while it runs. */
import { randomUUID } from "node:crypto";
import pLimit, { type LimitFunction } from "p-limit";
import type { ModelLimit, Ports } from "../../nodes/call/ports.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import { acquireModelSlot, createModelSlots, releaseModelSlot } from "../../persistence/statements/model-slots.ts";
import { Notification } from "../pubsub/notification.ts";
import { publish } from "../pubsub/publish.ts";

export interface SlotOptions {
  /** Who holds the slots; it sends a heartbeat while it is alive. */
  readonly worker: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
  /** How often to look for a free slot when no notification arrives. */
  readonly pollMs: number;
}

export class ModelSlots {
  /** Notified when a slot was released, in this process or another. */
  readonly released = new Notification();
  readonly #database: Database;
  readonly #options: SlotOptions;
  /** In this process one call of a model looks for a slot at a time: the one that has waited longest. */
  readonly #queues = new Map<string, LimitFunction>();
  /** Models whose slots exist. */
  readonly #created = new Set<string>();

  constructor(database: Database, options: SlotOptions) {
    this.#database = database;
    this.#options = options;
  }

  readonly withModelSlot: Ports["withModelSlot"] = async (limit, signal, work) => {
    const call = randomUUID();
    await this.#queueOf(limit)(() => this.#acquire(limit, signal, call));
    try {
      return await work();
    } finally {
      await this.#release(limit, call);
    }
  };

  #queueOf({ model }: ModelLimit): LimitFunction {
    const known = this.#queues.get(model);
    if (known) return known;
    const queue = pLimit(1);
    this.#queues.set(model, queue);
    return queue;
  }

  async #acquire(limit: ModelLimit, signal: AbortSignal, call: string): Promise<void> {
    const { sql } = this.#database;
    const { worker, deadAfterMs, pollMs } = this.#options;
    for (;;) {
      signal.throwIfAborted();
      const released = this.released.wait({ timeoutMs: pollMs, signal });
      if (await retryTransient(() => acquireModelSlot(sql, { ...limit, worker, call, deadAfterMs }))) return;
      if (this.#created.has(limit.model)) await released;
      else await retryTransient(() => createModelSlots(sql, limit.model, limit.maxInFlight));
      this.#created.add(limit.model);
    }
  }

  /** A slot that cannot be released is free when this process ends. */
  async #release({ model }: ModelLimit, call: string): Promise<void> {
    await retryTransient(() => releaseModelSlot(this.#database.sql, model, call));
    await publish(this.#database.sql, { kind: "turn" });
  }
}
