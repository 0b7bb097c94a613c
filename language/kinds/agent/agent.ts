/** Agent nodes: a language model (or code) that answers `next` with an output, hands over to another agent, or fails. */
import { z } from "zod";
import type { In, Vocabulary } from "../../registry/vocabulary.ts";
import { checkCode } from "../../rules/code.ts";
import { checkReference, namedIn } from "../../rules/references.ts";
import { argumentReads, completeArguments } from "../../terms/arguments.ts";
import type { Args, Placed, Tunable, With } from "../../terms/data-flow.ts";
import { type Edge, oneEdge } from "../../terms/edge.ts";
import { channelsOf, normalWrites, type Writes } from "../../terms/writes.ts";
import type { NormalApprovers } from "../interrupt/interrupt.ts";
import type { NormalCommon } from "../kind/common.ts";
import type { Kind, Mention } from "../kind/kind.ts";
import { channelMentions, sourcesOf } from "../kind/mentions.ts";
import {
  argsShape,
  labelled,
  type NormalPolicy,
  name,
  normalPolicy,
  type Policy,
  policyShape,
  target,
  withShape,
  writesShape,
} from "../kind/policy.ts";
import { tunable } from "../kind/tunable.ts";
import { checkAgentErrors, checkHandoff } from "./agent-edges.ts";
import { type AgentError, agentErrors } from "./agent-errors.ts";
import { checkApproval } from "./approval.ts";

/** Tools that run only after a person has approved, edited or answered the call. */
interface Approval<ToolName extends string, Role extends string> {
  readonly tools: readonly ToolName[];
  /** Several calls of one answer: in one question, or one after the other. */
  readonly ask?: "together" | "oneByOne";
  readonly by?: "requester" | readonly Role[];
}
interface NoHandoff {
  readonly "inside each every path leads to join": never;
}
export type AgentNode<V extends Vocabulary, N extends string, T extends string, Ps> = {
  [K in keyof V["agents"] & string]: {
    kind: "agent";
    agent: K;
    model?: Tunable<V["model"], Ps>;
    repair?: number;
    fallback?: readonly V["model"][];
    approval?: Approval<In<V["agents"], K>["labels"], V["role"]>;
    handoff?: [N] extends [never] ? NoHandoff : { [X in N]?: string };
    onError?: T | { [E in AgentError<In<V["agents"], K>["labels"]> | "default"]?: T };
    next: T;
  } & Placed<V["updates"], In<V["agents"], K>["output"]> &
    Args<V["values"], In<V["agents"], K>["args"]> &
    With<In<V["agents"], K>["with"], Ps> &
    Policy<T, Ps>;
}[keyof V["agents"] & string];

const shape = z
  .strictObject({
    kind: z.literal("agent"),
    agent: name.describe("An agent of the registry."),
    args: argsShape.optional(),
    with: withShape.optional(),
    writes: writesShape.optional(),
    model: tunable(z.string()).optional().describe("A model of the registry, instead of the agent's own."),
    repair: z.int().min(0).max(10).optional().describe("How often malformed output is sent back to be mended."),
    fallback: z.array(z.string()).optional().describe("Models of the registry to try when the first one fails."),
    approval: z
      .strictObject({
        tools: z.array(z.string()).min(1).describe("Tools of the agent."),
        ask: z.enum(["together", "oneByOne"]).optional().describe("Several calls of one answer: one question for all, or one each."),
        by: z
          .union([z.literal("requester"), z.array(z.string()).min(1)])
          .optional()
          .describe("Who may decide."),
      })
      .optional()
      .describe("Tools that run only after a person has approved, edited or answered the call."),
    handoff: z
      .record(z.string(), z.string())
      .optional()
      .describe("Node → when to pass the thread to it; the text is the handoff tool's description."),
    onError: z
      .union([target, labelled])
      .optional()
      .describe(`A target, or one for each of ${Object.keys(agentErrors).join(", ")}, tool:<name> and default.`),
    next: target,
    ...policyShape,
  })
  .describe("A language model with a prompt and tools, or code.");

export type AgentData = z.infer<typeof shape>;
export interface NormalAgent extends NormalCommon, NormalPolicy {
  kind: "agent";
  agent: string;
  args: Record<string, string>;
  with: Record<string, unknown>;
  writes?: Writes;
  model?: string;
  repair?: number;
  fallback: string[];
  approval?: NormalApproval;
  handoff: Record<string, string>;
  next: string;
}
export interface NormalApproval {
  tools: string[];
  ask: "together" | "oneByOne";
  by?: NormalApprovers;
}

function normalApproval({ tools, ask = "together", by }: NonNullable<AgentData["approval"]>): NormalApproval {
  return { tools, ask, ...(by !== undefined && { by: by === "requester" ? by : { roles: by } }) };
}

function rolesOf({ approval }: NormalAgent): readonly string[] {
  return approval?.by !== undefined && approval.by !== "requester" ? approval.by.roles : [];
}

export const agentKind: Kind<AgentData, NormalAgent> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  normalise: (node, { registry, defaults }) => ({
    kind: "agent",
    agent: node.agent,
    args: completeArguments(namedIn(registry.agents, node.agent)?.args, node.args, registry),
    with: node.with ?? {},
    ...(node.writes !== undefined && { writes: normalWrites(node.writes) }),
    ...(typeof node.model === "string" && { model: node.model }),
    ...(node.repair !== undefined && { repair: node.repair }),
    fallback: node.fallback ?? [],
    ...(node.approval && { approval: normalApproval(node.approval) }),
    handoff: node.handoff ?? {},
    next: node.next,
    ...normalPolicy(node, defaults),
  }),
  edges: (node): Edge[] => [
    oneEdge("next", node.next, ["next"], channelsOf(node.writes)),
    ...Object.keys(node.handoff).map((to) => oneEdge(`handoff:${to}`, to, ["handoff", to])),
  ],
  mentions: (node) => [
    { group: "agents", name: node.agent },
    ...[...(node.model === undefined ? [] : [node.model]), ...node.fallback].map((model): Mention => ({ group: "models", name: model })),
    ...rolesOf(node).map((role): Mention => ({ group: "roles", name: role })),
    ...channelMentions([...sourcesOf(node.args), ...channelsOf(node.writes)]),
  ],
  reads: (node, registry) => argumentReads(namedIn(registry.agents, node.agent)?.args, node.args),
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
      ...(agent ? [...checkAgentErrors(context, agent, node), ...checkApproval(context, agent, node)] : []),
      ...checkHandoff(context, node.handoff),
    ];
  },
};
