/** Agent nodes: a language model (or code) that answers `next` with an output, hands over to another agent, or fails. */

import { checkCode } from "../../rules/code.ts";
import { checkReference, namedIn } from "../../rules/references.ts";
import { type Edge, edgeTo } from "../../terms/edge.ts";
import { handoffLabel } from "../../terms/labels.ts";
import { channelsBehind } from "../../terms/source.ts";
import { channelsOf, reachOf } from "../../terms/writes.ts";
import { argumentReads, completeArguments } from "../kind/arguments.ts";
import type { Mention, PlainKindOf } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { placedWrites } from "../kind/placed-writes.ts";
import { normalPolicy } from "../kind/policy.ts";
import type { AgentData, NormalAgent, NormalApproval } from "./agent-node.ts";
import { shape } from "./agent-node.ts";
import { checkAgent, checkHandoff } from "./agent-rules.ts";

function normalApproval({ tools, ask = "together", by }: NonNullable<AgentData["approval"]>): NormalApproval {
  return { tools, ask, ...(by !== undefined && { by: by === "requester" ? by : { roles: by } }) };
}

function rolesOf({ approval }: NormalAgent): readonly string[] {
  return approval?.by !== undefined && approval.by !== "requester" ? approval.by.roles : [];
}

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
    ...(node.writes !== undefined && { writes: placedWrites(namedIn(registry.agents, node.agent)?.output, node.writes) }),
    ...(typeof node.model === "string" && { model: node.model }),
    ...(node.repair !== undefined && { repair: node.repair }),
    fallback: node.fallback ?? [],
    ...(node.approval && { approval: normalApproval(node.approval) }),
    handoff: node.handoff ?? {},
    next: node.next,
    ...normalPolicy(node, defaults),
  }),
  edges: (node): Edge[] => [
    edgeTo(node.next, { label: "next", path: ["next"], ...reachOf(node.writes) }),
    ...Object.keys(node.handoff).map((to) => edgeTo(to, { label: handoffLabel(to), path: ["handoff", to] })),
  ],
  mentions: (node) => [
    { group: "agents", name: node.agent },
    ...[...(node.model === undefined ? [] : [node.model]), ...node.fallback].map((model): Mention => ({ group: "models", name: model })),
    ...rolesOf(node).map((role): Mention => ({ group: "roles", name: role })),
    ...channelMentions([...channelsBehind(node.args), ...channelsOf(node.writes)]),
  ],
  reads: (node, registry) => argumentReads(namedIn(registry.agents, node.agent)?.args, node.args),
  canAsk: ({ approval }) => approval !== undefined,
  approvers: ({ approval }) => approval?.by,
  check: (node, context) => {
    const agent = namedIn(context.registry.agents, node.agent);
    const model = typeof node.model === "string" ? node.model : undefined;
    return [
      ...checkCode(context, { what: "agent", name: node.agent, group: context.registry.agents, node }),
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
