/** Paths on which nodes are tried again: each recovers at its last call, and fails for good. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import { DEFAULT_CODE, errorLabel, JOIN } from "../../language/terms/labels.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { withinBudgetPlan } from "./budget-plan.ts";
import { CannotForce } from "./not-forced.ts";
import type { EnumeratedPath } from "./path-for-each-edge.ts";
import { bodyPlan, completed } from "./plans.ts";
import { type Plan, scenarioOf } from "./scenario-of.ts";
import type { Surroundings } from "./surroundings.ts";
import { type Tries, triesOf } from "./tries.ts";
import { findWalk, isBound, isFailure, type WalkStep } from "./walk.ts";

export function recoveryPaths(around: Surroundings): EnumeratedPath[] {
  const { normal, registry } = around;
  const ofNodes = Object.entries(normal.nodes).flatMap(([name, node]) => [
    ...triesOf(node, registry).flatMap((tries) => [
      ...path(around, `${name} recovers from ${tries.code}`, () => recovering(around, { name, node, tries })),
      ...path(around, `${name} fails with ${tries.code}`, () => failing(around, { name, node, tries })),
    ]),
    ...bodies(node).flatMap(([branch, body]) =>
      triesOf(body, registry).flatMap((tries) =>
        path(around, `${name}.${branch} recovers from ${tries.code}`, () => recoveringBody(around, { name, node, branch, body, tries })),
      ),
    ),
  ]);
  const within = Object.keys(normal.nodes).flatMap((name) =>
    path(around, `${name} within its budget of tokens`, () => withinBudgetPlan(around, name)),
  );
  return [...ofNodes, ...within.slice(0, 1)];
}

function path({ normal, registry }: Surroundings, name: string, plan: () => Plan | undefined): EnumeratedPath[] {
  try {
    const found = plan();
    return found ? [{ name, steps: found.walk, scenario: scenarioOf(normal, registry, found) }] : [];
  } catch (error) {
    if (error instanceof CannotForce) return []; // its edge is reported on its own
    throw error;
  }
}

interface Tried {
  readonly name: string;
  readonly node: NormalNode;
  readonly tries: Tries;
}

const failingFirst =
  ({ code, calls }: Tries) =>
  (answer: NodeAnswer): NodeAnswer =>
    "label" in answer ? { ...answer, fails: Array.from({ length: calls - 1 }, () => code) } : answer;

function recovering(around: Surroundings, { name, node, tries }: Tried): Plan | undefined {
  const { normal, allows } = around;
  const edge = edgesOf(node).find((one) => !isFailure(one) && !isBound(one) && allows(name, one));
  if (tries.calls === 1 || !edge) return undefined;
  const isGoal = (step: WalkStep) => step.node === name && step.label === edge.label;
  const there = findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  const plan = there && completed(around, there);
  return plan && { ...plan, alters: { at: there.length - 1, alter: failingFirst(tries) } };
}

/** Where an edge takes the failure, or the run ends with it. A failure that the edge's own path shows is not shown again. */
function failing(around: Surroundings, { name, node, tries: { code } }: Tried): Plan | undefined {
  const { normal, allows } = around;
  const edges: Readonly<Record<string, string>> = node.onError ?? {};
  const taken = Object.hasOwn(edges, code) ? code : Object.hasOwn(edges, DEFAULT_CODE) ? DEFAULT_CODE : undefined;
  if (taken === code || (taken === DEFAULT_CODE && code === "timeout")) return undefined;
  const isGoal = ({ target }: WalkStep) => target === name;
  const there = normal.start === name ? [] : findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  if (!there) return undefined;
  if (taken === undefined) return { walk: there, breaks: [name, { error: code }] };
  const plan = completed(around, [...there, { node: name, label: errorLabel(taken), target: edges[taken] as string }]);
  return plan && { ...plan, alters: { at: there.length, alter: () => ({ error: code }) } };
}

const bodies = (node: NormalNode): [string, NormalPlain][] =>
  node.kind === "parallel" ? Object.entries(node.branches) : node.kind === "each" ? [["do", node.do]] : [];

function recoveringBody(
  around: Surroundings,
  { name, node, branch, body, tries }: Tried & { branch: string; body: NormalPlain },
): Plan | undefined {
  const way = bodyEdges(body).find((edge) => edge.target === JOIN && !isFailure(edge));
  if (tries.calls === 1 || !way) return undefined;
  const plan = bodyPlan(around, name, [branch, way.label]);
  const at = plan?.walk.findIndex((step) => step.node === name && step.label === "next") ?? -1;
  const script = node.kind === "each" ? name : bodyName(name, branch);
  return plan && { ...plan, alters: { at, script, alter: failingFirst(tries) } };
}
