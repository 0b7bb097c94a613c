/** The tokens of an agent spend the budget before a node, to the last one or all but one. Only nodes that no budget binds stand between. */

import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { handoffTarget } from "../../language/terms/labels.ts";
import { completed } from "./plans.ts";
import type { Plan } from "./scenario-of.ts";
import type { Surroundings } from "./surroundings.ts";
import { findWalk, type Walk, type WalkStep } from "./walk.ts";

/** Takes the budget's edge at the node. */
export function budgetPlan(around: Surroundings, name: string): Plan | undefined {
  const budget = around.normal.nodes[name]?.budget;
  const there = budget?.tokens === undefined ? undefined : afterAgent(around, name);
  const plan = there && completed(around, [...there, { node: name, label: "budget", target: (budget as { next: string }).next }]);
  return plan && { ...plan, ...spending(around, there as Walk, budget?.tokens as number) };
}

/** Goes on at the node, because one token is left. */
export function withinBudgetPlan(around: Surroundings, name: string): Plan | undefined {
  const tokens = around.normal.nodes[name]?.budget?.tokens;
  const there = tokens === undefined ? undefined : afterAgent(around, name);
  const plan = there && completed(around, there);
  return plan && { ...plan, ...spending(around, there as Walk, (tokens as number) - 1) };
}

function afterAgent({ normal, allows }: Surroundings, name: string): Walk | undefined {
  const walk = (isGoal: (step: WalkStep) => boolean) => findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  const spends = ({ node, label }: WalkStep) => isAgent(normal, node) && (label === "next" || handoffTarget(label) !== undefined);
  const direct = walk((step) => spends(step) && step.target === name);
  if (direct) return direct;
  const isFree = (node: string) => Object.hasOwn(normal.nodes, node) && normal.nodes[node]?.budget === undefined;
  const before = walk((step) => spends(step) && isFree(step.target));
  const from = before?.at(-1)?.target;
  if (!before || from === undefined) return undefined;
  const rest = findWalk(
    normal,
    { from, before, isGoal: ({ target }) => target === name },
    (node, edge) => isFree(node) && allows(node, edge),
  );
  return rest && [...before, ...rest];
}

const isAgent = ({ nodes }: NormalGraph, node: string): boolean => nodes[node]?.kind === "agent";

const spending = ({ normal }: Surroundings, there: Walk, tokens: number): Pick<Plan, "alters"> => ({
  alters: { at: there.findLastIndex(({ node }) => isAgent(normal, node)), alter: (answer) => ({ ...answer, tokens }) },
});
