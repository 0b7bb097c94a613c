/** What a visit, a turn or a thread has used: the one measure behind budgets, steps, escalations and the usage report. */
import type { BudgetLimit } from "../../language/terms/budget-raise.ts";
import type { Step } from "../../language/terms/step.ts";

export interface Usage extends Readonly<Record<BudgetLimit, number>> {
  /** Visits. */
  readonly steps: number;
  /** Tries beyond the first of each visit: retries, repairs and fallbacks. */
  readonly extraTries: number;
  /** Of all models. */
  readonly tokens: number;
  /** US dollars of models whose price is known. */
  readonly usd: number;
  /** Tokens of models whose price is unknown: they are not in `usd`. */
  readonly unpriced: number;
  /** Time at work, without waiting for people. */
  readonly timeMs: number;
}

/** How much of each declared limit a turn has left. Undefined: nothing bounds it. */
export type BudgetLeft = Partial<Record<BudgetLimit, number>> | undefined;

/** Usage as facts of a step: what was not used is absent. */
export type StepUsage = Pick<Step, "attempts" | "tokens" | "usd" | "unpriced">;

export const noUsage: Usage = { steps: 0, extraTries: 0, tokens: 0, usd: 0, unpriced: 0, timeMs: 0 };

export const addUsage = (one: Usage, other: Partial<Usage>): Usage => ({
  steps: one.steps + (other.steps ?? 0),
  extraTries: one.extraTries + (other.extraTries ?? 0),
  tokens: one.tokens + (other.tokens ?? 0),
  usd: one.usd + (other.usd ?? 0),
  unpriced: one.unpriced + (other.unpriced ?? 0),
  timeMs: one.timeMs + (other.timeMs ?? 0),
});

export const usageOfPath = (path: readonly (StepUsage & Pick<Step, "workedMs">)[]): Usage => path.reduce<Usage>(addStep, noUsage);

/** A step without `usd` had no known price: all its tokens are unpriced. */
const addStep = (sum: Usage, { attempts = 1, tokens = 0, usd, unpriced = 0, workedMs = 0 }: StepUsage & Pick<Step, "workedMs">): Usage =>
  addUsage(sum, {
    steps: 1,
    extraTries: attempts - 1,
    tokens,
    usd: usd ?? 0,
    unpriced: usd === undefined ? tokens : unpriced,
    timeMs: workedMs,
  });

/** As facts of a step: tries only when there were several, dollars only where a price is known. */
export function stepUsage({ extraTries, tokens, usd, unpriced }: Usage): StepUsage {
  const isPartly = unpriced > 0 && usd > 0;
  return { ...(extraTries > 0 && { attempts: extraTries + 1 }), tokens, ...(usd > 0 && { usd }), ...(isPartly && { unpriced }) };
}
