/** Keys of the server's own in a run's `config.configurable`: no request may set one that begins with `__`. */

/** The lease's epoch with its token: every durable write proves it. */
export const EPOCH = "__epoch";
/** Whose the thread is. A graph's own `tenant` is another key. */
export const TENANT = "__tenant";
/** Who began the turn, and who gave the answer that the run carries: each a `KnownPerson`. */
export const PRINCIPAL = "__principal";
export const DECIDER = "__decider";
