/** What a tool's `effect` and `once` mean for a retry. The only place that reads both. */
import type { Tool } from "./entries.ts";

type EffectFields = Pick<Tool, "effect" | "once">;

/** A new attempt may begin while an old one still runs: overlapping attempts have no double effect. */
export const mayOverlap = ({ effect = "outside" }: EffectFields): boolean => effect === "none" || effect === "idempotent";

/** If it is interrupted, it is unknown whether its effect took place. */
export const mayBeUnknown = ({ effect = "outside", once }: EffectFields): boolean => once !== undefined && effect === "outside";
