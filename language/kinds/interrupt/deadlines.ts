/** Deadlines of an interrupt (law 12): any number of reminders and assignments, then exactly one that takes an edge. */
import { z } from "zod";
import type { Tunable } from "../../terms/data-flow.ts";
import type { Duration } from "../../terms/duration.ts";
import { target } from "../kind/policy.ts";
import { duration, tunable } from "../kind/tunable.ts";

type Soft<Role extends string, Ps> = { after: Tunable<Duration, Ps>; remind: Role } | { after: Tunable<Duration, Ps>; assign: Role };
type Final<T extends string, Ps> = { after: Tunable<Duration, Ps>; next: T };
/** `after` counts from the opening of the interrupt. */
export type DeadlineList<Role extends string, T extends string, Ps> = readonly [...Soft<Role, Ps>[], Final<T, Ps>];

const after = tunable(duration).describe("Counted from the opening of the interrupt.");
export const deadlineShape = z.union([
  z.strictObject({ after, remind: z.string().describe("The role to remind.") }),
  z.strictObject({ after, assign: z.string().describe("The role that takes over.") }),
  z.strictObject({ after, next: target }),
]);

export type NormalDeadline = { afterMs: number } & ({ remind: string } | { assign: string } | { next: string });
