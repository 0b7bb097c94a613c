/** The limit on model calls over all processes on the database: a place for each, kept by workers that live. */
import { randomUUID } from "node:crypto";
import pLimit, { type LimitFunction } from "p-limit";
import type { ModelLimit, Ports } from "../../nodes/call/ports.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import { giveModelTurn } from "../../persistence/statements/model-turns/give-model-turn.ts";
import { makeModelTurns } from "../../persistence/statements/model-turns/make-model-turns.ts";
import { takeModelTurn } from "../../persistence/statements/model-turns/take-model-turn.ts";
import { Notification } from "../pubsub/notification.ts";
import { publish } from "../pubsub/publish.ts";

export interface SlotOptions {
  /** Who holds the places; beats while it lives. */
  readonly worker: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
  /** How often to look when nobody tells. */
  readonly pollMs: number;
}

export class ModelSlots {
  /** To be rung when a place has become free somewhere. */
  readonly bell = new Notification();
  readonly #database: Database;
  readonly #options: SlotOptions;
  /** In this process one call a model asks at a time, the one that has waited longest. */
  readonly #asking = new Map<string, LimitFunction>();

  /** Models whose places are there. */
  readonly #made = new Set<string>();

  constructor(database: Database, options: SlotOptions) {
    this.#database = database;
    this.#options = options;
  }

  readonly withModelSlot: Ports["withModelSlot"] = async (limit, signal, work) => {
    const call = randomUUID();
    await this.#queueOf(limit)(() => this.#take(limit, signal, call));
    try {
      return await work();
    } finally {
      await this.#give(limit, call);
    }
  };

  #queueOf({ model }: ModelLimit): LimitFunction {
    const known = this.#asking.get(model);
    if (known) return known;
    const queue = pLimit(1);
    this.#asking.set(model, queue);
    return queue;
  }

  async #take(limit: ModelLimit, signal: AbortSignal, call: string): Promise<void> {
    const { sql } = this.#database;
    const { worker, deadAfterMs, pollMs } = this.#options;
    for (;;) {
      signal.throwIfAborted();
      const freed = this.bell.wait({ timeoutMs: pollMs, signal });
      if (await retryTransient(() => takeModelTurn(sql, { ...limit, worker, call, deadAfterMs }))) return;
      if (this.#made.has(limit.model)) await freed;
      else await retryTransient(() => makeModelTurns(sql, limit.model, limit.maxInFlight));
      this.#made.add(limit.model);
    }
  }

  /** A place that cannot be given back is free when this process ends. */
  async #give({ model }: ModelLimit, call: string): Promise<void> {
    await retryTransient(() => giveModelTurn(this.#database.sql, model, call));
    await publish(this.#database.sql, { kind: "turn" });
  }
}
