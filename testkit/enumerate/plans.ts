/** Whole ways through a graph: one that continues to a stop, one by an edge of a node, one by a way of a branch or item. */
import { isStop } from "../../language/terms/labels.ts";
import type { BodyWay } from "../kinds/kind-kit.ts";
import type { EnumerationContext } from "./enumeration.ts";
import type { Plan } from "./scenario-of.ts";
import { findWalk, type Walk, type WalkStep } from "./walk.ts";

export function completed({ normal, allows }: EnumerationContext, there: Walk): { walk: Walk } | undefined {
  const last = there.at(-1);
  if (!last) return undefined;
  if (isStop(last.target)) return { walk: there };
  const search = { from: last.target, before: there, isGoal: ({ target }: WalkStep) => isStop(target) };
  const rest = findWalk(normal, search, allows) ?? findWalk(normal, { ...search, countsVisits: true }, allows);
  return rest && { walk: [...there, ...rest] };
}

/** A plan, and the step in it that it is for. */
export type PlanAt = Plan & { readonly at: number };

export function walkPlan(context: EnumerationContext, name: string, label: string): PlanAt | undefined {
  const { normal, allows } = context;
  const isGoal = (step: WalkStep) => step.node === name && step.label === label;
  const there = findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  const plan = there && completed(context, there);
  return plan && { ...plan, at: there.length - 1 };
}

/** The body's own way, and what the node that holds it then answers. */
export function bodyPlan(context: EnumerationContext, name: string, { way, label }: { way: BodyWay; label: string }): PlanAt | undefined {
  const plan = walkPlan(context, name, label);
  return plan && { ...plan, body: { node: name, way } };
}
