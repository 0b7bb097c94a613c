/** What a step uses spends the budget before a node, to the last of it, or all but one token; or so do the steps themselves. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { kindOf } from "../../language/kinds/all.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { kitOf } from "../kinds/all.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import type { EnumerationContext } from "./enumeration.ts";
import { ownBudgetPlan, ownWithinBudgetPlan } from "./own-budget-plan.ts";
import { completed } from "./plans.ts";
import type { Plan } from "./scenario-of.ts";
import { findWalk, type Walk, type WalkStep } from "./walk.ts";

/** How a step spends one of the limits. */
interface Spending {
  readonly canSpend: (node: NormalNode, context: EnumerationContext) => boolean;
  readonly uses: Pick<Extract<NodeAnswer, { readonly label: string }>, "tokens" | "usd" | "takes">;
}

/** Takes the budget's edge at the node, by the first of the declared limits that something before it can spend. */
export function budgetPlan(context: EnumerationContext, name: string): Plan | undefined {
  const { budget } = context.normal.nodes[name] ?? {};
  if (!budget) return undefined;
  const step = { node: name, label: "budget", target: budget.next };
  for (const spending of spendingsOf(budget)) {
    const there = afterSpending(context, name, spending);
    const plan = there && completed(context, [...there, step]);
    if (plan) return { ...plan, ...spentBy(context, there, spending), spends: true };
  }
  const there = budget.steps === undefined ? undefined : walkTo(context, name);
  if (!there) return ownBudgetPlan(context, step) ?? notSpent();
  return completed(context, [...there, step]);
}

/** Continues at the node, because one token is left. */
export function withinBudgetPlan(context: EnumerationContext, name: string): Plan | undefined {
  const tokens = context.normal.nodes[name]?.budget?.tokens;
  if (tokens === undefined) return undefined;
  const spending = { canSpend: usesModels, uses: { tokens: tokens - 1 } };
  const there = afterSpending(context, name, spending);
  const plan = there && completed(context, there);
  return plan ? { ...plan, ...spentBy(context, there, spending) } : ownWithinBudgetPlan(context, name);
}

function notSpent(): never {
  throw new CannotForce("budget-not-spent");
}

function spendingsOf({ tokens, usd, timeMs }: NonNullable<NormalNode["budget"]>): Spending[] {
  return [
    ...(tokens === undefined ? [] : [{ canSpend: usesModels, uses: { tokens } }]),
    ...(usd === undefined ? [] : [{ canSpend: usesModels, uses: { usd } }]),
    ...(timeMs === undefined ? [] : [{ canSpend: hasScript, uses: { takes: `${timeMs}ms` as const } }]),
  ];
}

/** A graph inside with a budget of its own would spend that. */
function usesModels(node: NormalNode, { registry }: Pick<EnumerationContext, "registry">): boolean {
  const inner = kindOf(node).innerGraph?.(node);
  const child = inner === undefined ? undefined : registry.graphs?.[inner.name];
  if (!child || "graph" in child || child.budget) return kitOf(node).spendsTokens;
  const within = registryOf(child);
  return Object.values(normalise(child, within, inner?.params).nodes).some((one) => usesModels(one, { registry: within }));
}
const hasScript = (node: NormalNode, { registry }: EnumerationContext): boolean => kitOf(node).isScripted(node, registry);

function walkTo({ normal, allows }: EnumerationContext, name: string): Walk | undefined {
  return findWalk(normal, { from: normal.start, before: [], isGoal: ({ target }) => target === name }, allows);
}

/** Only nodes without a budget lie between. */
function afterSpending(context: EnumerationContext, name: string, { canSpend }: Spending): Walk | undefined {
  const { normal, allows } = context;
  const walk = (isGoal: (step: WalkStep) => boolean) => findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  const spends = (step: WalkStep) => {
    const node = normal.nodes[step.node];
    return node !== undefined && canSpend(node, context) && isFlow(node, step);
  };
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

const isFlow = (node: NormalNode, { label }: WalkStep): boolean =>
  edgesOf(node).some((edge) => edge.label === label && edge.type === "flow");

function spentBy(context: EnumerationContext, there: Walk, { canSpend, uses }: Spending): Pick<Plan, "alters"> {
  const at = there.findLastIndex(({ node: name }) => {
    const node = context.normal.nodes[name];
    return node !== undefined && canSpend(node, context);
  });
  return { alters: { at, agents: canSpend === usesModels, alter: (answer) => ("label" in answer ? { ...answer, ...uses } : answer) } };
}
