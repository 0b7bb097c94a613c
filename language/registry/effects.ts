/** What a tool's `effect` and `once` mean to whoever tries it again. The one place that reads both. */
import type { Tool } from "./entries.ts";

type EffectFields = Pick<Tool, "effect" | "once">;

/** A new attempt may begin while an old one still acts: nothing is done twice by it. */
export const mayOverlap = ({ effect = "outside" }: EffectFields): boolean => effect === "none" || effect === "idempotent";

/** When it breaks off, it is unknown whether it has acted. */
export const mayBeUnknown = ({ effect = "outside", once }: EffectFields): boolean => once !== undefined && effect === "outside";
