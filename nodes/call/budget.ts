/** What a turn may use, and whether that is used up. Checked before a node, a branch or an item is entered, and before each model call inside it. */

import type { NormalBudget } from "../../language/graph/normal-graph.ts";
import type { BudgetLimit } from "../../language/terms/budget-raise.ts";
import type { Path } from "../../language/terms/step.ts";
import { PATH } from "./internal-channels.ts";
import type { Call } from "./kind.ts";
import { addUsage, type BudgetLeft, noUsage, type Usage, usageOfPath } from "./usage.ts";

/** Leaves an agent in the middle: the node answers `budget`. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

const limits = ["steps", "tokens", "usd", "timeMs"] as const;

/**
 * The budget's edge is taken once, so that its target, and a person there who allows more, can act; and again after that
 * person has raised it. Steps of graphs inside this one count, their own budgets do not.
 */
export function budgetLeft(budget: NormalBudget | undefined, path: Path): BudgetLeft {
  if (!budget) return undefined;
  const own = path.filter(({ node }) => !node.includes("/"));
  if (own.findLastIndex(({ label }) => label === "budget") > own.findLastIndex(({ raised }) => raised !== undefined)) return undefined;
  const used = usageOfPath(path);
  const leftOf = (limit: BudgetLimit, declared: number) =>
    own.reduce((sum, { raised }) => sum + Math.max(0, raised?.[limit] ?? 0), declared) - used[limit];
  return Object.fromEntries(
    limits.flatMap((limit) => {
      const { [limit]: declared } = budget;
      return declared === undefined ? [] : [[limit, leftOf(limit, declared)]];
    }),
  );
}

/** Whether `more` uses up what is left. What cannot be compared, such as NaN, counts as spent. */
export const isSpent = (left: BudgetLeft, more: Usage = noUsage): boolean =>
  left !== undefined && limits.some((limit) => left[limit] !== undefined && !(more[limit] < left[limit]));

/** @throws BudgetSpent when the turn, including this visit so far, has used up its budget. */
export function checkBudget({ node, state, name, isOver }: Call, { tokens, usd }: Usage): void {
  const left = () => budgetLeft(node.budget, state[PATH] ?? []);
  if (isOver ? isOver({ tokens, usd }) : isSpent(left(), addUsage(noUsage, { tokens, usd })))
    throw new BudgetSpent(`the budget was spent inside "${name}"`);
}
