/** Agent nodes: a language model (or code) that answers a label, `next` where it has one output; hands over to another agent; or fails. */

import type { Agent, LabelForms } from "../../registry/entries.ts";
import { textLabelsOf } from "../../registry/text-label.ts";
import { checkCode } from "../../rules/code.ts";
import { checkReference, namedIn } from "../../rules/references.ts";
import { type Edge, edgeTo } from "../../terms/edge.ts";
import { approvalLabel, handoffLabel } from "../../terms/labels.ts";
import { channelsBehind } from "../../terms/source.ts";
import { channelsOf, reachOf } from "../../terms/writes.ts";
import { argumentReads, completeArguments } from "../kind/arguments.ts";
import type { Mention, PlainKindOf } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { placedForms, placedWrites } from "../kind/placed-writes.ts";
import { normalPolicy } from "../kind/policy.ts";
import type { AgentData, NormalAgent, NormalApproval } from "./agent-node.ts";
import { shape } from "./agent-node.ts";
import { checkAgent, checkHandoff } from "./agent-rules.ts";
import { fieldsIn } from "./answer-rules.ts";

function normalApproval({ tools, ask = "together", by, decisions = {} }: NonNullable<AgentData["approval"]>): NormalApproval {
  return { tools, ask, decisions, ...(by !== undefined && { by: by === "requester" ? by : { roles: by } }) };
}

type NormalAnswers = Pick<NormalAgent, "writes" | "routes" | "words">;

/** Label → where its form goes. Of an agent that the registry lacks, by what the node looks like. */
function normalAnswers({ writes, next, routes, transcript }: AgentData, agent: Agent | undefined): NormalAnswers {
  const hasLabels = agent ? agent.labels !== undefined : routes !== undefined;
  if (hasLabels) return normalLabels(agent?.labels, { routes, transcript, places: typeof writes === "string" ? {} : writes });
  const output = typeof writes === "object" ? fieldsIn(writes) : writes;
  return { routes: next === undefined ? {} : { next }, writes: output === undefined ? {} : { next: placedWrites(agent?.output, output) } };
}

function normalLabels(
  forms: LabelForms = {},
  { routes = {}, transcript, places }: Pick<AgentData, "routes" | "transcript"> & { places: Parameters<typeof placedForms>[1] },
): NormalAnswers {
  const writes = placedForms(forms, places);
  if (transcript !== undefined) return { routes, writes };
  const [words] = textLabelsOf(forms).flatMap((label) => (Object.hasOwn(routes, label) ? channelsOf(namedIn(writes, label)) : []));
  return { routes, writes, ...(words !== undefined && { words }) };
}

/** Words may come beside every label but their own. */
function reachOfLabel({ writes, words }: NormalAgent, label: string): Pick<Edge, "writes" | "maybe"> {
  const reach = reachOf(namedIn(writes, label));
  const isKnown = words === undefined || reach.writes.includes(words) || reach.maybe.includes(words);
  return isKnown ? reach : { ...reach, maybe: [...reach.maybe, words] };
}

function rolesOf({ approval }: NormalAgent): readonly string[] {
  return approval?.by !== undefined && approval.by !== "requester" ? approval.by.roles : [];
}

/** The forms of labels have rules of their own. */
const callOf = ({ writes, ...node }: AgentData, agent: Agent | undefined) => ({
  ...node,
  writes: agent?.labels ? undefined : typeof writes === "object" ? fieldsIn(writes) : writes,
});

export const agentKind: PlainKindOf<AgentData, NormalAgent> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: true,
  normalise: (node, { registry, defaults }) => ({
    kind: "agent",
    agent: node.agent,
    args: completeArguments(namedIn(registry.agents, node.agent)?.args, node.args, registry),
    with: node.with ?? {},
    ...normalAnswers(node, namedIn(registry.agents, node.agent)),
    ...(node.transcript !== undefined && { transcript: node.transcript }),
    ...(typeof node.model === "string" && { model: node.model }),
    ...(node.repair !== undefined && { repair: node.repair }),
    fallback: node.fallback ?? [],
    ...(node.approval && { approval: normalApproval(node.approval) }),
    handoff: node.handoff ?? {},
    ...normalPolicy(node, defaults),
  }),
  edges: (node): Edge[] => [
    ...Object.entries(node.routes).map(([label, to]) =>
      edgeTo(to, { label, path: label === "next" ? [label] : ["routes", label], ...reachOfLabel(node, label) }),
    ),
    ...Object.entries(node.approval?.decisions ?? {}).map(([decision, to]) =>
      edgeTo(to, { label: approvalLabel(decision), path: ["approval", "decisions", decision], type: "decision" }),
    ),
    ...Object.keys(node.handoff).map((to) => edgeTo(to, { label: handoffLabel(to), path: ["handoff", to] })),
  ],
  mentions: (node) => [
    { group: "agents", name: node.agent },
    ...[...(node.model === undefined ? [] : [node.model]), ...node.fallback].map((model): Mention => ({ group: "models", name: model })),
    ...rolesOf(node).map((role): Mention => ({ group: "roles", name: role })),
    ...channelMentions([
      ...channelsBehind(node.args),
      ...Object.values(node.writes).flatMap(channelsOf),
      ...(node.transcript === undefined ? [] : [node.transcript]),
    ]),
  ],
  reads: (node, registry) => argumentReads(namedIn(registry.agents, node.agent)?.args, node.args),
  canAsk: ({ approval }) => approval !== undefined,
  approvers: ({ approval }) => approval?.by,
  check: (node, context) => {
    const agent = namedIn(context.registry.agents, node.agent);
    const model = typeof node.model === "string" ? node.model : undefined;
    return [
      ...checkCode(context, { what: "agent", name: node.agent, group: context.registry.agents, node: callOf(node, agent) }),
      ...(model === undefined
        ? []
        : checkReference(context, { what: "model", name: model, group: context.registry.models, path: ["model"] })),
      ...(node.fallback ?? []).flatMap((each, index) =>
        checkReference(context, { what: "model", name: each, group: context.registry.models, path: ["fallback", index] }),
      ),
      ...(agent ? checkAgent(context, agent, node) : []),
      ...checkHandoff(context, node.handoff),
    ];
  },
};
