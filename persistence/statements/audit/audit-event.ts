/** The catalogue of what the audit trail records: every value of its column `what`, as `<subject>.<what happened>`. */
export type AuditEvent =
  /** A node began to work. */
  | "node.started"
  /** A node blocked its worker's event loop. */
  | "node.blocked"
  /** An attempt at a node failed. */
  | "attempt.failed"
  /** A result was dropped because its time limit was over. */
  | "result.late"
  /** An effect broke off: it is unknown whether it happened. */
  | "effect.unknown"
  | "interrupt.decided"
  /** A person's answer was taken, and the question takes more people. */
  | "interrupt.answered"
  /** An answer was sent again under its idempotency key. */
  | "interrupt.repeated"
  /** An attempt to answer was refused. */
  | "interrupt.refused"
  /** The run with the answer was cancelled before it began. */
  | "interrupt.reopened"
  /** A question was closed without an answer. */
  | "interrupt.superseded"
  | "interrupt.reminded"
  | "interrupt.assigned"
  | "interrupt.ignored"
  /** A link was made by which somebody can decide a question. */
  | "link.made"
  | "link.revoked"
  /** A service may not start one for the person whom it named. */
  | "run.refused"
  | "run.cancelled"
  /** A new run continues a failed one. */
  | "run.retried"
  /** Returned to the queue because its worker stopped. */
  | "run.drained"
  /** Returned to the queue because the database was unavailable. */
  | "run.given-back"
  /** Its worker died. */
  | "run.lost-its-worker"
  /** It is not begun again: it has ended its worker several times. */
  | "run.quarantined"
  /** No worker that is running has its code. */
  | "run.waits-for-code"
  /** Taken from a worker that could not continue it. */
  | "run.handed-over"
  /** Its worker ended it when another already owned the thread. */
  | "run.fenced"
  /** The checkpoints of a cancelled run were deleted. */
  | "run.rolled-back"
  /** It was made as the copy of another. */
  | "thread.copied"
  /** Its state was edited from outside. */
  | "thread.edited"
  /** It follows another version of its declaration from then on. */
  | "thread.adopted"
  | "thread.signalled"
  /** An attempt to send a signal was refused. */
  | "signal.refused"
  /** Its earlier checkpoints were deleted. */
  | "thread.pruned"
  | "thread.deleted";
