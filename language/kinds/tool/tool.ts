/** Tool nodes: an action in the world that answers `next` or one of its own closed error codes. */
import { z } from "zod";
import type { In, Vocabulary } from "../../registry/vocabulary.ts";
import { checkCode } from "../../rules/code.ts";
import { namedIn } from "../../rules/references.ts";
import { argumentReads, completeArguments } from "../../terms/arguments.ts";
import type { Args, Placed, With } from "../../terms/data-flow.ts";
import { oneEdge } from "../../terms/edge.ts";
import { channelsOf, normalWrites, type Writes } from "../../terms/writes.ts";
import type { NormalCommon } from "../kind/common.ts";
import type { Kind } from "../kind/kind.ts";
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
import { checkOutcome } from "./outcome.ts";
import { checkToolErrors } from "./tool-errors.ts";

/** Each code is named, or the node's own `default` covers the rest. The graph's default does not: a code is a decision. */
type ToolErrors<T extends string, C extends string> = [C] extends [never]
  ? { onError?: { default?: T } }
  : { onError: ({ [K in C]: T } & { default?: T }) | ({ [K in C]?: T } & { default: T }) };

/** Only where the outcome may be unknown. Left out elsewhere: a type that nothing fits would be taken for a discriminant. */
type OnUnknown<T extends string, Unknown> = [Unknown] extends [never] ? unknown : { onUnknown?: T };

export type ToolNode<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["tools"] & string]: {
    kind: "tool";
    tool: K;
    next: T;
  } & OnUnknown<T, In<V["tools"], K>["unknown"]> &
    Placed<V["updates"], In<V["tools"], K>["output"]> &
    ToolErrors<T, In<V["tools"], K>["labels"]> &
    Args<V["values"], In<V["tools"], K>["args"]> &
    With<In<V["tools"], K>["with"], Ps> &
    Policy<T, Ps>;
}[keyof V["tools"] & string];

const shape = z
  .strictObject({
    kind: z.literal("tool"),
    tool: name.describe("A tool of the registry."),
    args: argsShape.optional(),
    with: withShape.optional(),
    writes: writesShape.optional(),
    onError: labelled.optional().describe("A target for each error code of the tool, and `default` for every other failure."),
    onUnknown: target
      .optional()
      .describe(
        "Where it goes when nobody can know whether the tool has acted: it has `once`, and broke off. It is never done again blindly.",
      ),
    next: target,
    ...policyShape,
  })
  .describe("An action in the world, with a closed set of error codes.");

export type ToolData = z.infer<typeof shape>;
export interface NormalTool extends NormalCommon, NormalPolicy {
  kind: "tool";
  tool: string;
  args: Record<string, string>;
  with: Record<string, unknown>;
  writes?: Writes;
  onUnknown?: string;
  next: string;
}

export const toolKind: Kind<ToolData, NormalTool> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  normalise: (node, { registry, defaults }) => ({
    kind: "tool",
    tool: node.tool,
    args: completeArguments(namedIn(registry.tools, node.tool)?.args, node.args, registry),
    with: node.with ?? {},
    ...(node.writes !== undefined && { writes: normalWrites(node.writes) }),
    ...(node.onUnknown !== undefined && { onUnknown: node.onUnknown }),
    next: node.next,
    ...normalPolicy(node, defaults),
  }),
  edges: (node) => [
    oneEdge("next", node.next, ["next"], channelsOf(node.writes)),
    ...(node.onUnknown === undefined ? [] : [oneEdge("effectUnknown", node.onUnknown, ["onUnknown"])]),
  ],
  mentions: (node) => [{ group: "tools", name: node.tool }, ...channelMentions([...sourcesOf(node.args), ...channelsOf(node.writes)])],
  reads: (node, registry) => argumentReads(namedIn(registry.tools, node.tool)?.args, node.args),
  check: (node, context) => {
    const tool = namedIn(context.registry.tools, node.tool);
    return [
      ...checkCode(context, { what: "tool", name: node.tool, group: context.registry.tools, node }),
      ...(tool ? [...checkToolErrors(context, tool, node), ...checkOutcome(context, tool, node)] : []),
    ];
  },
};
