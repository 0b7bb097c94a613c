/** Paths on which nodes are retried: each recovers at its last call, and fails finally. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import { bodiesOf } from "../../language/kinds/all.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import { DEFAULT_CODE, errorLabel, JOIN } from "../../language/terms/labels.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import { kitOf } from "../kinds/all.ts";
import type { Tries } from "../kinds/kind-kit.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { withinBudgetPlan } from "./budget-plan.ts";
import type { EnumerationContext } from "./enumeration.ts";
import { extraPath } from "./extra-path.ts";
import type { EnumeratedPath } from "./path-for-each-edge.ts";
import { bodyPlan, completed, walkPlan } from "./plans.ts";
import type { Plan } from "./scenario-of.ts";
import { findWalk, isBound, isFailure, type WalkStep } from "./walk.ts";

export function recoveryPaths(context: EnumerationContext): EnumeratedPath[] {
  const { normal, registry } = context;
  const ofNodes = Object.entries(normal.nodes).flatMap(([name, node]) => [
    ...kitOf(node)
      .tries(node, registry)
      .flatMap((tries) => [
        ...extraPath(context, `${name} recovers from ${tries.code}`, (within) => recovering(within, { name, node, tries })),
        ...extraPath(context, `${name} fails with ${tries.code}`, (within) => failing(within, { name, node, tries })),
      ]),
    ...Object.entries(bodiesOf(node)).flatMap(([branch, body]) =>
      kitOf(body)
        .tries(body, registry)
        .flatMap((tries) =>
          extraPath(context, `${name}.${branch} recovers from ${tries.code}`, (within) =>
            recoveringBody(within, { name, node, branch, body, tries }),
          ),
        ),
    ),
  ]);
  const within = Object.keys(normal.nodes).flatMap((name) =>
    extraPath(context, `${name} within its budget of tokens`, (within) => withinBudgetPlan(within, name)),
  );
  return [...ofNodes, ...within.slice(0, 1)];
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

function recovering(context: EnumerationContext, { name, node, tries }: Tried): Plan | undefined {
  const edge = edgesOf(node).find((one) => !isFailure(one) && !isBound(one) && context.allows(name, one));
  if (tries.calls === 1 || !edge) return undefined;
  const plan = walkPlan(context, name, edge.label);
  return plan && { ...plan, alters: { at: plan.at, alter: failingFirst(tries) } };
}

/** Where an edge takes the failure, or the run ends with it. A failure that the edge's own path shows is not shown again. */
function failing(context: EnumerationContext, { name, node, tries: { code } }: Tried): Plan | undefined {
  const { normal, allows } = context;
  const edges: Readonly<Record<string, string>> = node.onError ?? {};
  const taken = Object.hasOwn(edges, code) ? code : Object.hasOwn(edges, DEFAULT_CODE) ? DEFAULT_CODE : undefined;
  const target = taken === undefined ? undefined : edges[taken];
  if (taken === code || (taken === DEFAULT_CODE && code === "timeout")) return undefined;
  const isGoal = ({ target }: WalkStep) => target === name;
  const there = normal.start === name ? [] : findWalk(normal, { from: normal.start, before: [], isGoal }, allows);
  if (!there) return undefined;
  if (taken === undefined || target === undefined) return { walk: there, breaks: { node: name, code } };
  const plan = completed(context, [...there, { node: name, label: errorLabel(taken), target }]);
  return plan && { ...plan, alters: { at: there.length, alter: () => ({ error: code }) } };
}

function recoveringBody(
  context: EnumerationContext,
  { name, node, branch, body, tries }: Tried & { branch: string; body: NormalPlain },
): Plan | undefined {
  const way = bodyEdges(body).find((edge) => edge.target === JOIN && !isFailure(edge));
  if (tries.calls === 1 || !way) return undefined;
  const plan = bodyPlan(context, name, { way: [branch, way.label], label: "next" });
  const script = kitOf(node).bodyScript?.(name) ?? bodyName(name, branch);
  return plan && { ...plan, alters: { at: plan.at, script, alter: failingFirst(tries) } };
}
