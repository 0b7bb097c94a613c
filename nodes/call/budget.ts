/** What a turn may spend, and whether it is spent. Asked before a node, a branch or an item is entered, and before each model call inside it. */

import type { NormalBudget } from "../../language/graph/normal-graph.ts";
import type { Limit } from "../../language/terms/budget-raise.ts";
import type { Spent } from "../agent/model-meter.ts";
import { PATH } from "./internal-channels.ts";
import type { Call } from "./kind.ts";
import type { Step } from "./step.ts";

/** Leaves an agent in the middle: the node answers `budget`. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** How much of each limit was used. */
export type Used = Readonly<Record<Limit, number>>;
/** How much of each declared limit a turn has left. Undefined: nothing bounds it. */
export type Left = Partial<Used> | undefined;

const limits = ["steps", "tokens", "usd", "timeMs"] as const;
export const nothing: Used = { steps: 0, tokens: 0, usd: 0, timeMs: 0 };
export const plus = (one: Used, other: Partial<Used>): Used => ({
  steps: one.steps + (other.steps ?? 0),
  tokens: one.tokens + (other.tokens ?? 0),
  usd: one.usd + (other.usd ?? 0),
  timeMs: one.timeMs + (other.timeMs ?? 0),
});

/**
 * The budget's edge is taken once, so that its target, and a person there who lets it go on, can act; and again after that
 * person has raised it. What graphs inside this one did counts, their own budgets do not.
 */
export function budgetLeft(budget: NormalBudget | undefined, path: readonly Step[]): Left {
  if (!budget) return undefined;
  const own = path.filter(({ node }) => !node.includes("/"));
  if (own.findLastIndex(({ label }) => label === "budget") > own.findLastIndex(({ raised }) => raised !== undefined)) return undefined;
  const used = usedIn(path);
  const leftOf = (limit: Limit, declared: number) =>
    own.reduce((sum, { raised }) => sum + Math.max(0, raised?.[limit] ?? 0), declared) - used[limit];
  return Object.fromEntries(
    limits.flatMap((limit) => {
      const { [limit]: declared } = budget;
      return declared === undefined ? [] : [[limit, leftOf(limit, declared)]];
    }),
  );
}

/** Whether `more` uses up what is left. */
export const isSpent = (left: Left, more: Used = nothing): boolean =>
  left !== undefined && limits.some((limit) => left[limit] !== undefined && more[limit] >= left[limit]);

/** @throws BudgetSpent when the turn, with what this visit has spent so far, may not go on. */
export function checkBudget({ node, state, name, isOver }: Call, { tokens, usd }: Spent): void {
  const path = (state[PATH] ?? []) as readonly Step[];
  if (isOver ? isOver({ tokens, usd }) : isSpent(budgetLeft(node.budget, path), plus(nothing, { tokens, usd })))
    throw new BudgetSpent(`the budget was spent inside "${name}"`);
}

/** What these steps have used. */
export function usedIn(path: readonly Pick<Step, "tokens" | "usd" | "workedMs">[]): Used {
  const sumOf = (key: "tokens" | "usd" | "workedMs") => path.reduce((sum, step) => sum + (step[key] ?? 0), 0);
  return { steps: path.length, tokens: sumOf("tokens"), usd: sumOf("usd"), timeMs: sumOf("workedMs") };
}
