/** How long things take or may take in the engine: the one place for these numbers. */

/** A worker without a heartbeat for longer is dead: others take over its runs. */
const DEAD_AFTER_MS = 4_000;
const BEAT_MS = 1_000;
const POLL_MS = 1_000;
const BLOCKED_AFTER_MS = 3_000;
const BLOCKED_TO_DEATH_MS = 60_000;
const DRAIN_MS = 10_000;
const MAX_STARTS = 20;
const SLOTS = 8;
const KEEP_EVENTS_MS = 5 * 60_000;

export interface Timing {
  /** A worker without a heartbeat for longer is dead. */
  readonly deadAfterMs: number;
  /** How often a worker sends its heartbeat. */
  readonly beatMs: number;
  /** An event loop that does not respond for longer is blocked by a node, which is recorded. */
  readonly blockedAfterMs: number;
  /** … and after this long its process is ended if it belongs to Signalbox, or counts as dead. */
  readonly blockedToDeathMs: number;
  /** How often a worker looks for jobs and for dead workers when no notification arrives. */
  readonly pollMs: number;
  /** How long a graceful stop waits for the super-steps under way. */
  readonly drainMs: number;
  /** A run that was begun more often, and each time ended its worker, fails. */
  readonly maxStarts: number;
  /** A run that takes longer, counted from each start, ends as `timeout`. Undefined: no limit. */
  readonly runMs?: number | undefined;
  /** Runs at once in this process. */
  readonly slots: number;
  /** How long what a run emitted is kept after its end. */
  readonly keepEventsMs: number;
  /** Runs of one tenant at once in all processes. Undefined: no limit. */
  readonly tenantRuns?: number | undefined;
}

export const DEFAULT_TIMING: Timing = {
  deadAfterMs: DEAD_AFTER_MS,
  beatMs: BEAT_MS,
  blockedAfterMs: BLOCKED_AFTER_MS,
  blockedToDeathMs: BLOCKED_TO_DEATH_MS,
  pollMs: POLL_MS,
  drainMs: DRAIN_MS,
  maxStarts: MAX_STARTS,
  slots: SLOTS,
  keepEventsMs: KEEP_EVENTS_MS,
};

/** The same of a run that was started as resumable. */
export const KEEP_RESUMABLE_MS = 60 * 60_000;

/** How often a failure of the database may end an attempt at a run before such attempts count as starts. */
export const MAX_GIVEN_BACK = 20;

/** After how long a job is looked at again whose owner is alive. */
export const POSTPONE_SECONDS = 5;

/** How long a run is left alone that this worker has no code for: twice as long each time, up to a limit while another worker may have it, and one while none has. */
export const LEAVE_MS = 200;
export const LONGEST_LEAVE_MS = 3_000;
export const LONGEST_WAIT_FOR_CODE_MS = 30_000;
/** How often a worker looks which definitions live threads follow that it can continue. */
export const OFFERS_MS = 15_000;
/** After it has left a run, a worker lets the others look first. */
export const YIELD_MS = 100;

/** How often a worker keeps its jobs from being fetched again; the queue's limit is 10 s. */
export const TOUCH_MS = 3_000;

/** How often temporary threads are deleted, and how long after their run. */
export const SWEEP_MS = 30_000;
export const KEEP_TEMPORARY_MS = 60_000;

/** The longest pause between two looks at the deadlines: a notification may have been lost. */
export const LONGEST_DEADLINE_PAUSE_MS = 30_000;
export const DEADLINES_AFTER_FAILURE_MS = 5_000;

/**
 * How long a suspect is on probation, by how often its worker died: others that are suspected with it wait as long. The first time
 * many are, and nearly all are innocent.
 */
export const probationMs = (deaths: number): number => (deaths === 1 ? 250 : deaths === 2 ? 5_000 : 30_000);
/** One that has lived this long without getting any further no longer keeps an accused run from beginning beside it. */
export const LONGEST_SUSPICION_MS = 30_000;
/** A suspect that may not begin beside another one is looked at again after this time. */
export const SUSPECT_PAUSE_SECONDS = 0.25;
/** A run that ended its worker is not begun more often, if it is the cause without doubt at least twice. */
export const QUARANTINE = { deaths: 3, accused: 2 } as const;
