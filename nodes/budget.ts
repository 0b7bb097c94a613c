/** What a turn may spend, and whether it is spent. Asked before a node is entered, and before each model call inside it. */
import type { Limit } from "../language/budget-raise.ts";
import type { NormalBudget } from "../language/normal-graph.ts";
import { PATH } from "./internal-channels.ts";
import type { Call } from "./kind.ts";
import type { Spent } from "./model-meter.ts";
import type { Step } from "./step.ts";

/** Leaves an agent in the middle: the node answers `budget`. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/**
 * The budget's edge is taken once, so that its target, and a person there who lets it go on, can act; and again after that
 * person has raised it. What graphs inside this one did counts, their own budgets do not.
 */
export function isBudgetSpent(
  budget: NormalBudget | undefined,
  path: readonly Step[],
  now: Pick<Spent, "tokens" | "usd"> = { tokens: 0, usd: 0 },
): boolean {
  if (!budget) return false;
  const own = path.filter(({ node }) => !node.includes("/"));
  if (own.findLastIndex(({ label }) => label === "budget") > own.findLastIndex(({ raised }) => raised !== undefined)) return false;
  const isOver = (limit: Limit, used: number): boolean => {
    const { [limit]: declared } = budget;
    return declared !== undefined && used >= own.reduce((sum, { raised }) => sum + Math.max(0, raised?.[limit] ?? 0), declared);
  };
  return (
    isOver("steps", path.length) ||
    isOver("tokens", sumOf(path, "tokens") + now.tokens) ||
    isOver("usd", sumOf(path, "usd") + now.usd) ||
    isOver("timeMs", sumOf(path, "workedMs"))
  );
}

/** @throws BudgetSpent when the turn, with what this visit has spent so far, may not go on. */
export function checkBudget({ node, state, name }: Call, spent: Spent): void {
  if (isBudgetSpent(node.budget, (state[PATH] ?? []) as readonly Step[], spent))
    throw new BudgetSpent(`the budget was spent inside "${name}"`);
}

const sumOf = (path: readonly Step[], key: "tokens" | "usd" | "workedMs"): number => path.reduce((sum, step) => sum + (step[key] ?? 0), 0);
