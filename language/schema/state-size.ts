/** How much one channel of a thread's state may hold. */

/** In characters of JSON for what a node writes, in bytes for what a checkpoint stores. */
export interface StateSize {
  /** More is logged. */
  readonly warnAt: number;
  /** More is refused. */
  readonly refuseAt: number;
}

export const DEFAULT_STATE_SIZE: StateSize = { warnAt: 1_000_000, refuseAt: 8_000_000 };
