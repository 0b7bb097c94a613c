/** The tokens of an agent spend the budget before a node, to the last one or all but one. Only nodes without a budget lie between. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { kitOf } from "../kinds/all.ts";
import type { EnumerationContext } from "./enumeration.ts";
import { completed } from "./plans.ts";
import type { Plan } from "./scenario-of.ts";
import { findWalk, type Walk, type WalkStep } from "./walk.ts";

/** Takes the budget's edge at the node. */
export function budgetPlan(context: EnumerationContext, name: string): Plan | undefined {
  const { tokens, next = "" } = context.normal.nodes[name]?.budget ?? {};
  const there = tokens === undefined ? undefined : afterAgent(context, name);
  if (!there) throw new CannotForce("budget-not-spent");
  const plan = completed(context, [...there, { node: name, label: "budget", target: next }]);
  return plan && tokens !== undefined ? { ...plan, ...spending(context, there, tokens) } : undefined;
}

/** Continues at the node, because one token is left. */
export function withinBudgetPlan(context: EnumerationContext, name: string): Plan | undefined {
  const tokens = context.normal.nodes[name]?.budget?.tokens;
  const there = tokens === undefined ? undefined : afterAgent(context, name);
  const plan = there && completed(context, there);
  return plan && tokens !== undefined ? { ...plan, ...spending(context, there, tokens - 1) } : undefined;
}

function afterAgent({ normal, allows }: EnumerationContext, name: string): Walk | undefined {
  const walk = (isGoal: (step: WalkStep) => boolean) => findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  const spends = (step: WalkStep) => spendsTokens(normal, step.node) && isFlow(normal, step);
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

function spendsTokens({ nodes }: NormalGraph, name: string): boolean {
  const node = nodes[name];
  return node !== undefined && kitOf(node).spendsTokens;
}

function isFlow({ nodes }: NormalGraph, { node: name, label }: WalkStep): boolean {
  const node = nodes[name];
  return node !== undefined && edgesOf(node).some((edge) => edge.label === label && edge.type === "flow");
}

const spending = ({ normal }: EnumerationContext, there: Walk, tokens: number): Pick<Plan, "alters"> => ({
  alters: { at: there.findLastIndex(({ node }) => spendsTokens(normal, node)), alter: (answer) => ({ ...answer, tokens }) },
});
