/** What all parts of the runtime share. Made once in create-runtime.ts. */
import type { Logger } from "../language/registry/context.ts";
import type { StateSize } from "../language/schema/state-size.ts";
import type { FencedSaver } from "../persistence/checkpointer/saver.ts";
import type { Database } from "../persistence/connection/database.ts";
import type { RunQueue } from "../persistence/queue.ts";
import type { Graphs } from "./graphs/graphs.ts";
import type { Notifier } from "./notify/notifier.ts";
import type { ModelSlots } from "./ports/model-slots.ts";
import type { RunEvents } from "./streams/run-events.ts";

export interface Services {
  readonly database: Database;
  readonly queue: RunQueue;
  readonly saver: FencedSaver;
  readonly graphs: Graphs;
  /** What runs in this process have streamed. */
  readonly events: RunEvents;
  readonly log: Logger;
  /** Tells people of questions that wait for them. */
  readonly notifier: Notifier;
  /** Of models that bear only so many calls at once. */
  readonly modelSlots: ModelSlots;
  /** Names this process to the others on the database. */
  readonly worker: string;
  readonly stateSize: StateSize;
  readonly newId: () => string;
  readonly timing: Timing;
}

export interface Timing {
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
  /** How often a worker says that it lives. */
  readonly beatMs: number;
  /** An event loop that gives no sign for longer is blocked by a node: that is put on record. */
  readonly blockedAfterMs: number;
  /** How often a worker looks for jobs and for dead workers when nobody calls it. */
  readonly pollMs: number;
  /** How long a graceful stop waits for the super-steps under way. */
  readonly drainMs: number;
  /** A run begun more often, each time to the end of its worker, is given up. */
  readonly maxStarts: number;
  /** A run that takes longer, counted from each start, ends as `timeout`. Undefined: no limit. */
  readonly runMs?: number | undefined;
  /** Runs at once in this process. */
  readonly slots: number;
  /** Runs of one tenant at once in all processes. Undefined: no limit. */
  readonly tenantRuns?: number | undefined;
}

export const defaultTiming: Timing = {
  deadAfterMs: 4_000,
  beatMs: 1_000,
  blockedAfterMs: 3_000,
  pollMs: 1_000,
  drainMs: 10_000,
  maxStarts: 20,
  slots: 8,
};
