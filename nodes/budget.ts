/** What a turn may spend, and whether it is spent. Asked before a node is entered, and before each model call inside it. */
import type { NormalBudget } from "../language/normal-graph.ts";
import { PATH } from "./internal-channels.ts";
import type { Call } from "./kind.ts";
import type { Spent } from "./model-meter.ts";
import type { Step } from "./step.ts";

/** Leaves an agent in the middle: the node answers `budget`. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** The budget's edge is taken once a turn, so that its target, and a person there who lets it go on, can act. */
export function isBudgetSpent(
  budget: NormalBudget | undefined,
  path: readonly Step[],
  now: Pick<Spent, "tokens" | "usd"> = { tokens: 0, usd: 0 },
): boolean {
  if (!budget || path.some(({ label }) => label === "budget")) return false;
  const isOver = (limit: number | undefined, used: number): boolean => limit !== undefined && used >= limit;
  return (
    isOver(budget.steps, path.length) ||
    isOver(budget.tokens, sumOf(path, "tokens") + now.tokens) ||
    isOver(budget.usd, sumOf(path, "usd") + now.usd) ||
    isOver(budget.timeMs, sumOf(path, "workedMs"))
  );
}

/** @throws BudgetSpent when the turn, with what this visit has spent so far, may not go on. */
export function checkBudget({ node, state, name }: Call, spent: Spent): void {
  if (isBudgetSpent(node.budget, (state[PATH] ?? []) as readonly Step[], spent))
    throw new BudgetSpent(`the budget was spent inside "${name}"`);
}

const sumOf = (path: readonly Step[], key: "tokens" | "usd" | "workedMs"): number => path.reduce((sum, step) => sum + (step[key] ?? 0), 0);
