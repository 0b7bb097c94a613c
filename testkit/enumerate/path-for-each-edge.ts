/** A path for each declared edge of a graph, with the scenario that forces it, or the reason why none can. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph, NormalNode } from "../../language/graph/normal-graph.ts";
import { bodiesOf, joiningEdges, kindOf } from "../../language/kinds/all.ts";
import { type Edge, edgeTo } from "../../language/terms/edge.ts";
import { isStop, JOIN, signalLabel } from "../../language/terms/labels.ts";
import { bodyName, OUTSIDE } from "../../language/terms/visit-name.ts";
import { CannotForce, type NotForced } from "../forcing/not-forced.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { budgetPlan } from "./budget-plan.ts";
import type { EnumerationContext } from "./enumeration.ts";
import { bodyPlan, completed } from "./plans.ts";
import { type Plan, scenarioOf } from "./scenario-of.ts";
import { findWalk, onAnyWalk, type Walk, type WalkStep } from "./walk.ts";

export interface EnumeratedPath {
  /** The edge that it is for, or all its steps. */
  readonly name: string;
  /** What the path must be: the steps of the graph's own nodes. */
  readonly steps: Walk;
  readonly scenario: Scenario;
}

export interface PathsOfEdges {
  readonly paths: readonly EnumeratedPath[];
  readonly notForced: readonly NotForced[];
}

export function pathForEachEdge(context: EnumerationContext): PathsOfEdges {
  const { normal, registry, allows, include } = context;
  const paths: EnumeratedPath[] = [];
  const missed: (NotForced & { inherited: boolean })[] = [];
  const inheritedTaken = new Set<string>();
  const take = (name: string, edge: Edge, plans: (within: EnumerationContext) => Plan | undefined): void => {
    const step = { node: name, label: edge.label, target: edge.target };
    try {
      const path = onAnyWalk(
        (those) => plans({ ...context, allows: those }),
        (plan) => ({ name: textOf([step]), steps: stepsOf(plan, normal), scenario: scenarioOf(normal, registry, plan) }),
        allows,
      );
      paths.push(path);
      if (edge.inherited) inheritedTaken.add(edge.label);
    } catch (error) {
      if (!(error instanceof CannotForce)) throw error;
      missed.push({ ...step, reason: error.reason, inherited: edge.inherited === true });
    }
  };
  for (const [name, node] of Object.entries(normal.nodes)) {
    for (const edge of edgesOf(node).filter((one) => allows(name, one))) take(name, edge, (within) => planFor(within, name, edge));
    for (const { branch, label, target } of bodyWays(node)) {
      const held = { way: [branch, label] as const, label: target === JOIN ? "next" : target };
      take(bodyName(name, branch), edgeTo(target, { label, path: [] }), (within) => bodyPlan(within, name, held));
    }
  }
  if (include.includes("signals"))
    for (const [signal, { next }] of Object.entries(normal.signals))
      take(OUTSIDE, edgeTo(next, { label: signalLabel(signal), path: [], type: "signal" }), (within) => signalPlan(within, signal, next));
  const notForced = missed
    .filter(({ inherited, label }) => !inherited || !inheritedTaken.has(label))
    .map(({ inherited: _, ...one }) => one);
  return { paths, notForced: notTakenBy(paths, notForced) };
}

/** Without the edges that a path for another one takes. */
export function notTakenBy(paths: readonly EnumeratedPath[], notForced: readonly NotForced[]): readonly NotForced[] {
  const taken = new Set(paths.flatMap(({ steps }) => steps.map(({ node, label }) => `${node} ${label}`)));
  return notForced.filter(({ node, label }) => !taken.has(`${node} ${label}`));
}

/** Ways on which branches and items are done, besides the first to the join, which every path takes. */
function bodyWays(node: NormalNode): (Edge & { readonly branch: string })[] {
  return Object.entries(bodiesOf(node)).flatMap(([branch, inside]) => {
    const ways = joiningEdges(node, inside);
    const usual = ways.find(({ target }) => target === JOIN);
    return ways.filter((way) => way !== usual).map((way) => ({ ...way, branch }));
  });
}

function planFor(context: EnumerationContext, name: string, edge: Edge): Plan | undefined {
  if (edge.label === "budget") return budgetPlan(context, name);
  const { normal, allows } = context;
  const isGoal = (step: WalkStep) => step.node === name && step.label === edge.label;
  const search = { from: normal.start, before: [], isGoal };
  const plainly = edge.label === "exhausted" ? undefined : findWalk(normal, search, allows);
  const there = plainly ?? findWalk(normal, { ...search, countsVisits: true }, allows);
  return there && completed(context, there);
}

/** The signal comes when the thread asks a person for the first time, or has stopped. */
function signalPlan(context: EnumerationContext, signal: string, next: string): Plan | undefined {
  const { normal, allows } = context;
  const isGoal = ({ target }: WalkStep) => isStop(target) || (target !== next && asksPerson(normal.nodes[target]));
  const walk = findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  if (!walk) return undefined;
  // visits before the signal count
  const whole = completed(context, [...walk, { node: OUTSIDE, label: signalLabel(signal), target: next }]);
  const then = whole?.walk.slice(walk.length + 1);
  return then && { walk, signal, then };
}

const asksPerson = (node: NormalNode | undefined): boolean => node !== undefined && kindOf(node).waitsForPerson;

function stepsOf({ walk, signal, then = [] }: Plan, { signals }: NormalGraph): Walk {
  if (signal === undefined) return walk;
  return [...walk, { node: OUTSIDE, label: signalLabel(signal), target: signals[signal]?.next ?? "" }, ...then];
}

export const textOf = (steps: Walk): string => {
  const [first] = steps;
  return first ? `${first.node}${steps.map(({ label, target }) => ` -${label}-> ${target}`).join("")}` : "";
};
