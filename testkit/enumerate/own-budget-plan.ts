/** An agent that nothing precedes spends the budget itself: its first call of its model, which asks for a tool, to the last token or all but one. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import { isStop } from "../../language/terms/labels.ts";
import { sampled, sampledFields } from "../forcing/forced.ts";
import { kitOf } from "../kinds/all.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import type { EnumerationContext } from "./enumeration.ts";
import { completed, walkPlan } from "./plans.ts";
import type { Plan } from "./scenario-of.ts";
import { isBound, isFailure, type WalkStep } from "./walk.ts";

/** Before the second call of its model it takes the budget's edge. */
export function ownBudgetPlan(context: EnumerationContext, step: WalkStep): Plan | undefined {
  const spending = spendingOf(context, step.node);
  if (!spending || step.node !== context.normal.start) return undefined;
  const plan = completed(context, [step]);
  return plan && { ...plan, adds: spending.adds, scripts: [[step.node, { label: "next", ...spending.uses(0) }]], spends: true };
}

/** It answers, and the turn ends: after it nothing may be entered that asks for the budget. */
export function ownWithinBudgetPlan(context: EnumerationContext, name: string): Plan | undefined {
  const node = context.normal.nodes[name];
  const spending = spendingOf(context, name);
  if (!spending || !node || name !== context.normal.start) return undefined;
  const edge = edgesOf(node).find((one) => !isFailure(one) && !isBound(one) && context.allows(name, one) && isStop(one.target));
  const plan = edge && walkPlan(context, name, edge.label);
  const alter = (answer: NodeAnswer): NodeAnswer => ("label" in answer ? { ...answer, ...spending.uses(1) } : answer);
  return plan && { ...plan, adds: spending.adds, alters: { at: plan.at, script: name, alter } };
}

/** By a tool that it may call without asking anybody. */
function spendingOf({ normal, registry }: EnumerationContext, name: string) {
  const node = normal.nodes[name];
  const tokens = node?.budget?.tokens;
  const tool = node && kitOf(node).freeTools?.(node, registry)[0];
  const definition = tool === undefined ? undefined : registry.tools?.[tool];
  if (tokens === undefined || tool === undefined || !definition) return undefined;
  const calls = [{ name: tool, args: sampledFields(definition.args) }];
  return { uses: (left: number) => ({ calls, tokens: tokens - left }), adds: { tools: { [tool]: sampled(definition.output) } } };
}
