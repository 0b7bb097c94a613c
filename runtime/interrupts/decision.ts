/** One answer to one question, in the form that every route produces. */
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";

export interface Decision {
  /** As it was when the request was read; the claim reads it again. */
  readonly interrupt: SeenInterrupt;
  /** Exactly as it was given: the node parses it. */
  readonly answer: unknown;
  readonly by: string;
  /** The decider's, where they are known. */
  readonly roles?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** The same answer sent again under the same key is the same decision. */
  readonly idempotencyKey?: string | undefined;
  /** A deadline's: counts only once the deadline is over. */
  readonly expired?: boolean;
}

export type Decisions = readonly [Decision, ...Decision[]];

/** With what was found out about it before the claim. */
export interface CheckedDecision extends Decision {
  /** One of the question's decisions; null for a raw interrupt. */
  readonly decision: string | null;
  /** The checkpoint in which the bound channels hold what was shown; undefined where the question binds none. */
  readonly boundAt?: string | undefined;
}
