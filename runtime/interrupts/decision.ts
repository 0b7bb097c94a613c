/** One answer to one question, in the form that every route produces. */
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { Actor } from "../identity/actor.ts";

/** Who answers: without roles, only questions that ask for no role can be answered. */
export interface Decision extends Actor {
  /** As it was when the request was read; the claim reads it again. */
  readonly interrupt: SeenInterrupt;
  /** Exactly as it was given: the node parses it. */
  readonly answer: unknown;
  /** How it arrived: what the record says where it has no name. */
  readonly via: "anonymous" | "command" | "requester" | "deadline" | "link";
  readonly reason?: string | undefined;
  /** The same answer sent again under the same key is the same decision. */
  readonly idempotencyKey?: string | undefined;
  /** A link's: the question must still be that one. */
  readonly asShown?: AsShown | undefined;
  /** A deadline's: counts only once the deadline is over. */
  readonly expired?: boolean;
}

/** Hashes of what was asked and shown. */
export interface AsShown {
  readonly question: string | null;
  readonly shown: string | null;
}

export type Decisions = readonly [Decision, ...Decision[]];

/** With what was found out about it before the claim. */
export interface CheckedDecision extends Decision {
  /** The name in its stored form, or `via`. */
  readonly by: string;
  readonly isNamed: boolean;
  /** Another question excludes whoever answers this one. */
  readonly needsName: boolean;
  /** One of the question's decisions; null for a raw interrupt. */
  readonly decision: string | null;
  /** Equal for answers that agree: the same decision with the same form. Undefined for one that no longer fits the question. */
  readonly contentOf: (answer: unknown) => string | undefined;
  /** The checkpoint in which the bound channels hold what was shown; undefined where the question binds none. */
  readonly boundAt?: string | undefined;
}
