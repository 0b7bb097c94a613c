/** A sleep node as it is written and as it is written out in full. */
import { z } from "zod";
import type { Vocabulary } from "../../registry/vocabulary.ts";
import type { Giving, Tunable } from "../../terms/data-flow.ts";
import type { Duration } from "../../terms/duration.ts";
import type { NormalCommon } from "../kind/common.ts";
import { target, type VisitBound, visitsShape } from "../kind/policy.ts";
import { duration, tunable } from "../kind/tunable.ts";

export type SleepNode<V extends Vocabulary, T extends string, Ps> = { kind: "sleep"; next: T } & VisitBound<T, Ps> &
  ({ for: Tunable<Duration, Ps>; until?: never } | { until: Giving<V["values"], string>; for?: never });

export const shape = z
  .strictObject({
    kind: z.literal("sleep"),
    for: tunable(duration).optional().describe("How long, counted by the database's clock; or say `until`."),
    until: z
      .string()
      .optional()
      .describe("A channel, or one field of it, that holds a date and time (z.iso.datetime()). A time that is past is no sleep."),
    next: target.describe("When the time has come."),
    visits: visitsShape.optional(),
  })
  .describe("A pause until a time. It asks nobody.");

export type SleepData = z.infer<typeof shape>;
export interface NormalSleep extends NormalCommon {
  kind: "sleep";
  forMs?: number;
  /** Where the time comes from. */
  until?: string;
  next: string;
}
