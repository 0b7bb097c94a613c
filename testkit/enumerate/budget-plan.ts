/** The tokens of an agent right before a node spend the budget, to the last one or all but one. */
import { completed } from "./plans.ts";
import type { Plan } from "./scenario-of.ts";
import type { Surroundings } from "./surroundings.ts";
import { findWalk, type Walk, type WalkStep } from "./walk.ts";

/** Takes the budget's edge at the node. */
export function budgetPlan(around: Surroundings, name: string): Plan | undefined {
  const budget = around.normal.nodes[name]?.budget;
  const there = budget?.tokens === undefined ? undefined : afterAgent(around, name);
  const plan = there && completed(around, [...there, { node: name, label: "budget", target: (budget as { next: string }).next }]);
  return plan && { ...plan, ...spending(there as Walk, budget?.tokens as number) };
}

/** Goes on at the node, because one token is left. */
export function withinBudgetPlan(around: Surroundings, name: string): Plan | undefined {
  const tokens = around.normal.nodes[name]?.budget?.tokens;
  const there = tokens === undefined ? undefined : afterAgent(around, name);
  const plan = there && completed(around, there);
  return plan && { ...plan, ...spending(there as Walk, (tokens as number) - 1) };
}

function afterAgent({ normal, allows }: Surroundings, name: string): Walk | undefined {
  const isGoal = ({ node, label, target }: WalkStep) =>
    target === name && normal.nodes[node]?.kind === "agent" && (label === "next" || label.startsWith("handoff:"));
  return findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
}

const spending = (there: Walk, tokens: number): Pick<Plan, "alters"> => ({
  alters: { at: there.length - 1, alter: (answer) => ({ ...answer, tokens }) },
});
