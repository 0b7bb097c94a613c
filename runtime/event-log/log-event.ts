/** One event that a run has emitted, and its two numbers: its id in the run, and its place in the thread. */

export interface RunEvent {
  /** "0", "1", "2" … in a run's first attempt. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

export interface LogEvent {
  readonly runId: string;
  /** Of the lease: it grows with every run and attempt on a thread. */
  readonly epoch: number;
  readonly id: number;
  /** Orders all events of a thread. */
  readonly place: number;
  /** With the namespace of a graph inside a node, as in "updates|node:task". */
  readonly event: string;
  /** When it was emitted, in milliseconds since 1970: the same for every reader. */
  readonly at: number;
  /** Rejects when the database does not answer: large values are read from their checkpoint. */
  data(): Promise<unknown>;
}

/** Each attempt has ids of its own: nobody needs to know how far the one before it came. */
export const ATTEMPT_SPAN = 1_000_000_000;
/** … and so has each run that goes on after child threads, which readers see as the same run. */
export const LEG_SPAN = 1_000 * ATTEMPT_SPAN;

/** A safe integer up to epoch 2^29 and 2^24 events in an attempt. */
const EPOCH_SPAN = 2 ** 24;

export const placeOf = (epoch: number, id: number): number => epoch * EPOCH_SPAN + (id % ATTEMPT_SPAN);
/** Before the first event of an epoch. */
export const beginOf = (epoch: number): number => epoch * EPOCH_SPAN - 1;
export const epochOf = (place: number): number => Math.floor(place / EPOCH_SPAN);

export const attemptOf = (id: number): number => Math.floor(id / ATTEMPT_SPAN) + 1;

/** Emitted by the engine for readers of threads, and never shown to readers of a run. */
export const isInternalEvent = (event: string): boolean => event.startsWith("__");

/** The last event of a run that has ended. */
export const END = "__end";
