/** Deadlines of an interrupt (law 12): any number of reminders and assignments, then exactly one that takes an edge. */
import { z } from "zod";
import type { Giving, Tunable } from "../../terms/data-flow.ts";
import { type Duration, durationMs, durationText } from "../../terms/duration.ts";
import { target } from "../kind/policy.ts";
import { duration, tunable } from "../kind/tunable.ts";

interface After<Ps> {
  after: Tunable<Duration, Ps>;
}
interface At<Values> {
  at: Giving<Values, string>;
}
/** Every member is written out: tsc blames a wrong value at its property only where no member excludes another's. */
type Soft<Values, Role extends string, Ps> =
  | (After<Ps> & { remind: Role })
  | (After<Ps> & { assign: Role })
  | (At<Values> & { remind: Role })
  | (At<Values> & { assign: Role })
  | { every: Tunable<Duration, Ps>; remind: Role };
type Final<Values, T extends string, Ps> = (After<Ps> & { next: T }) | (At<Values> & { next: T });
/** `after` and `every` count from the opening of the interrupt; `at` names a channel, or one field of it, that holds a time. */
export type DeadlineList<Values, Role extends string, T extends string, Ps> = readonly [...Soft<Values, Role, Ps>[], Final<Values, T, Ps>];

const after = tunable(duration).describe("Counted from the opening of the interrupt.");
const at = z.string().describe("A channel, or one field of it, that holds a date and time (z.iso.datetime()).");
const every = tunable(duration).describe("Counted from the opening of the interrupt, then from the time of the last one.");
const remind = z.string().describe("The role to remind.");
const assign = z.string().describe("The role that takes over.");
export const deadlineShape = z.union([
  z.strictObject({ after, remind }),
  z.strictObject({ after, assign }),
  z.strictObject({ after, next: target }),
  z.strictObject({ at, remind }),
  z.strictObject({ at, assign }),
  z.strictObject({ at, next: target }),
  z.strictObject({ every, remind }),
]);
export type DeadlineData = z.infer<typeof deadlineShape>;

/** So long after the opening, or at a time: the source of it; where the question is asked, the time itself. */
type NormalDue = { afterMs: number } | { at: string };
export type NormalDeadline =
  | (NormalDue & ({ remind: string } | { assign: string } | { next: string }))
  /** Until the question is decided: the next one is due so long after the time of the last one. */
  | { everyMs: number; remind: string };

export function normalDeadline(deadline: DeadlineData): NormalDeadline {
  if ("every" in deadline) return { everyMs: durationMs(String(deadline.every)), remind: deadline.remind };
  const { after: span, at: source, ...effect } = { after: undefined, at: undefined, ...deadline };
  return { ...(source === undefined ? { afterMs: durationMs(String(span)) } : { at: source }), ...effect };
}

/** `after 4h`, `at order.dueAt` or `every 1d`. */
export function dueText(deadline: NormalDeadline): string {
  if ("everyMs" in deadline) return `every ${durationText(deadline.everyMs)}`;
  return "at" in deadline ? `at ${deadline.at}` : `after ${durationText(deadline.afterMs)}`;
}
