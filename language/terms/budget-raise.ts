/** Where a form's number raises the turn's budget instead of reaching a channel: names that no channel can have. */
import { z } from "zod";

/** Key under `writes` of an interrupt → limit of the budget. Added to what the graph declares, for this turn. */
export const raises = {
  "budget.steps": "steps",
  "budget.tokens": "tokens",
  "budget.usd": "usd",
  "budget.timeMs": "timeMs",
} as const;

export type RaiseKey = keyof typeof raises;
export type BudgetLimit = (typeof raises)[RaiseKey];
/** As the compiler sees them: numbers. */
export type RaiseChannels = Record<RaiseKey, number>;

export const isRaise = (key: string): key is RaiseKey => Object.hasOwn(raises, key);

/** As the validator sees them: one for each limit that the graph declares. */
export function raiseChannels(budget: Readonly<Record<string, unknown>> | undefined): Record<string, z.ZodType> {
  const limitOf = (key: string) => (key === "budget.timeMs" ? "time" : key.slice("budget.".length));
  const declared = Object.keys(raises).filter((key) => budget?.[limitOf(key)] !== undefined);
  return Object.fromEntries(declared.map((key) => [key, z.number()]));
}
