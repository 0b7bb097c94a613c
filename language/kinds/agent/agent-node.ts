/** An agent node as it is written and as it is written out in full. */
import { z } from "zod";
import type { Message } from "../../registry/channels.ts";
import type { InboxVerb } from "../../registry/inbox.ts";
import type { In, Signature, Vocabulary } from "../../registry/vocabulary.ts";
import type { Accepting, Args, FormWrites, OptionalWrites, Tunable, With } from "../../terms/data-flow.ts";
import type { ErrorTarget } from "../../terms/labels.ts";
import type { Writes } from "../../terms/writes.ts";
import type { NormalApprovers } from "../interrupt/interrupt-node.ts";
import type { NormalCommon } from "../kind/common.ts";
import {
  argsShape,
  channelName,
  labelled,
  type NormalPolicy,
  name,
  type Policy,
  policyShape,
  target,
  withShape,
  writesShape,
} from "../kind/policy.ts";
import { tunable } from "../kind/tunable.ts";
import { type AgentError, agentErrors } from "./agent-errors.ts";

/** Tools that run only after a person has approved, edited or answered the call. */
interface Approval<ToolName extends string, Role extends string, T extends string> {
  readonly tools: readonly ToolName[];
  /** Several calls of one answer: in one question, or one after the other. */
  readonly ask?: "together" | "oneByOne";
  readonly by?: "requester" | readonly Role[];
  /** Decisions that leave the agent, once what they say of the call is done. By all others it continues. */
  readonly decisions?: { readonly [D in InboxVerb]?: T };
}
/** Nothing fits these: tsc then reports the property and not the whole node. */
interface NoRoutes {
  readonly "this agent has one output: say next": never;
}
interface NoNext {
  readonly "this agent answers labels: say routes": never;
}
/** One output goes on under `next`; of labels each has a target, and its form a place, as a question's decisions have. */
type Answers<Updates, S extends Signature, T extends string> = [S["forms"]] extends [never]
  ? { next: T; routes?: NoRoutes } & OptionalWrites<Updates, S["output"]>
  : { routes: { [L in keyof S["forms"] & string]: T }; next?: NoNext } & FormWrites<Updates, S["forms"]>;
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
    approval?: Approval<In<V["agents"], K>["labels"], V["role"], T>;
    transcript?: Accepting<V["updates"], Message[]>;
    handoff?: [N] extends [never] ? NoHandoff : { [X in N]?: string };
    onError?: ErrorTarget<T> | { [E in AgentError<In<V["agents"], K>["labels"]> | "default"]?: ErrorTarget<T> };
  } & Answers<V["updates"], In<V["agents"], K>, T> &
    Args<V["values"], In<V["agents"], K>["args"]> &
    With<In<V["agents"], K>["with"], Ps> &
    Policy<T, Ps>;
}[keyof V["agents"] & string];

export const shape = z
  .strictObject({
    kind: z.literal("agent"),
    agent: name.describe("An agent of the registry."),
    args: argsShape.optional(),
    with: withShape.optional(),
    writes: z
      .union([z.string(), z.record(z.string(), writesShape)])
      .optional()
      .describe("A channel for the whole output, or channel ← field of it. Of an agent with labels: label → where its form goes."),
    model: tunable(z.string()).optional().describe("A model of the registry, instead of the agent's own."),
    repair: z.int().min(0).max(10).optional().describe("How often malformed output is sent back for repair."),
    fallback: z.array(z.string()).optional().describe("Models of the registry to try when the first one fails."),
    approval: z
      .strictObject({
        tools: z.array(z.string()).min(1).describe("Tools of the agent."),
        ask: z.enum(["together", "oneByOne"]).optional().describe("Several calls of one answer: one question for all, or one each."),
        by: z
          .union([z.literal("requester"), z.array(z.string()).min(1)])
          .optional()
          .describe("Who may decide."),
        decisions: labelled
          .optional()
          .describe("Decision → where it leads once the call is done, edited or refused; by the others the agent continues."),
      })
      .optional()
      .describe("Tools that run only after a person has approved, edited or answered the call."),
    transcript: channelName
      .optional()
      .describe(
        "A messages channel that takes all that is said in a visit: words, calls of tools and their results, however the visit ends.",
      ),
    handoff: z
      .record(z.string(), z.string())
      .optional()
      .describe("Node → when to pass the thread to it; the text is the handoff tool's description."),
    onError: z
      .union([target, labelled])
      .optional()
      .describe(`A target, or one for each of ${Object.keys(agentErrors).join(", ")}, tool:<name> and default.`),
    next: target.optional().describe(`Where an agent with one output goes on. ${target.description}`),
    routes: labelled.optional().describe("Of an agent with labels, in place of `next`: a target for each label."),
    ...policyShape,
  })
  .describe("A language model with a prompt and tools, or code.");

export type AgentData = z.infer<typeof shape>;
export interface NormalAgent extends NormalCommon, NormalPolicy {
  kind: "agent";
  agent: string;
  args: Record<string, string>;
  with: Record<string, unknown>;
  /** Label → where its form goes; an output goes where `next` says. */
  writes: Record<string, Writes>;
  /** The messages channel for all that is said. */
  transcript?: string;
  /** The channel for words beside a label that is not said in words. */
  words?: string;
  model?: string;
  repair?: number;
  fallback: string[];
  approval?: NormalApproval;
  handoff: Record<string, string>;
  /** Label → target; `next` of an agent with one output. */
  routes: Record<string, string>;
}
export interface NormalApproval {
  tools: string[];
  ask: "together" | "oneByOne";
  by?: NormalApprovers;
  /** Decision → target. */
  decisions: Record<string, string>;
}
