/** Paths on which an agent asks a person about a call of one of its tools: one for each tool and each decision. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalNode } from "../../language/graph/normal-graph.ts";
import { bodiesOf } from "../../language/kinds/all.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import { inboxVerbs } from "../../language/registry/inbox.ts";
import type { Edge } from "../../language/terms/edge.ts";
import { approvalOf, JOIN } from "../../language/terms/labels.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import type { ToolDecision } from "../../nodes/agent/approval/tool-approval.ts";
import { decisionAbout } from "../forcing/decision-about.ts";
import { sampled, sampledFields } from "../forcing/forced.ts";
import { kitOf } from "../kinds/all.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import type { EnumerationContext } from "./enumeration.ts";
import { extraPath } from "./extra-path.ts";
import type { EnumeratedPath } from "./path-for-each-edge.ts";
import { bodyPlan, type PlanAt, walkPlan } from "./plans.ts";
import type { Plan } from "./scenario-of.ts";
import { isBound, isFailure } from "./walk.ts";

/** An agent that asks, as a node or inside one. */
interface Asking {
  /** Of its script and its question. */
  readonly name: string;
  readonly tools: readonly string[];
  /** Decisions that leave it have paths of their own edges. */
  readonly leaving: readonly string[];
  /** Where it answers without a failure. */
  readonly plan: (context: EnumerationContext) => PlanAt | undefined;
}

export function approvalPaths(context: EnumerationContext): EnumeratedPath[] {
  return Object.entries(context.normal.nodes)
    .flatMap(([name, node]) => askingIn(name, node))
    .flatMap((asking) =>
      asking.tools.flatMap((tool) =>
        inboxVerbs
          .filter((type) => !asking.leaving.includes(type))
          .flatMap((type) =>
            extraPath(context, `${asking.name} asks about ${tool}: ${type}`, (within) => planOf(within, asking, { tool, type })),
          ),
      ),
    );
}

function askingIn(name: string, node: NormalNode): Asking[] {
  const own = kitOf(node).approvedTools?.(node) ?? [];
  const plain = edgesOf(node).find(isPlain);
  const bodies = Object.entries(bodiesOf(node)).map(([branch, body]): Asking => {
    const way = bodyEdges(body).find((edge) => edge.target === JOIN && isPlain(edge));
    return {
      name: kitOf(node).bodyScript?.(name) ?? bodyName(name, branch),
      tools: kitOf(body).approvedTools?.(body) ?? [],
      leaving: leavingDecisions(bodyEdges(body)),
      plan: (context) => way && bodyPlan(context, name, { way: [branch, way.label], label: "next" }),
    };
  });
  return [
    { name, tools: own, leaving: leavingDecisions(edgesOf(node)), plan: (context) => plain && walkPlan(context, name, plain.label) },
    ...bodies,
  ];
}

const isPlain = (edge: Edge): boolean => !isFailure(edge) && !isBound(edge) && approvalOf(edge.label) === undefined;
const leavingDecisions = (edges: readonly Edge[]): string[] => edges.flatMap(({ label }) => approvalOf(label) ?? []);

interface Decided {
  readonly tool: string;
  readonly type: ToolDecision["type"];
}

function planOf(context: EnumerationContext, { name, plan }: Asking, { tool, type }: Decided): Plan | undefined {
  const found = plan(context);
  const definition = context.registry.tools?.[tool];
  if (!found || !definition) return undefined;
  const call = { name: tool, args: sampledFields(definition.args) };
  const alter = (answer: NodeAnswer): NodeAnswer => ("label" in answer ? { ...answer, calls: [call] } : answer);
  return {
    ...found,
    alters: { at: found.at, script: name, alter },
    adds: { approvals: { [name]: [{ decisions: [decisionAbout(call, type)] }] }, tools: { [tool]: sampled(definition.output) } },
  };
}
