/** The write that empties a channel: a plain JSON mark, so that it survives the checkpointer's pending writes. */
export interface ClearMark {
  readonly __clear__: true;
  /** What it holds instead. */
  readonly kept?: unknown;
  readonly next?: unknown;
}

/** Forgets what was there, then takes `next` when there is one. */
export const clear = (...next: [] | [unknown]): ClearMark => (next.length === 0 ? { __clear__: true } : { __clear__: true, next: next[0] });

/** Holds this value, then takes `next`. */
export const restore = (kept: unknown, ...next: [] | [unknown]): ClearMark => ({ ...clear(...next), kept });

export const isClear = (value: unknown): value is ClearMark =>
  typeof value === "object" && value !== null && "__clear__" in value && value.__clear__ === true;
