/** A tool node as it is written and as it is written out in full. */
import { z } from "zod";
import type { In, Vocabulary } from "../../registry/vocabulary.ts";
import type { Args, OptionalWrites, With } from "../../terms/data-flow.ts";
import type { ErrorTarget, FAILURES } from "../../terms/labels.ts";
import type { Writes } from "../../terms/writes.ts";
import type { NormalCommon } from "../kind/common.ts";
import { argsShape, labelled, type NormalPolicy, name, type Policy, policyShape, target, withShape, writesShape } from "../kind/policy.ts";

/**
 * Each code is named, or the node's own `default` covers the rest. The graph's default does not: a code is a decision.
 * Where an item's failures are collected, codes that are not named are collected too.
 */
type ToolErrors<T extends string, C extends string> = [C] extends [never]
  ? { onError?: { default?: ErrorTarget<T> } }
  : [ErrorTarget<T>] extends [typeof FAILURES]
    ? { onError?: { [K in C | "default"]?: ErrorTarget<T> } }
    : { onError: ({ [K in C]: T } & { default?: T }) | ({ [K in C]?: T } & { default: T }) };

/** Only where the outcome may be unknown. Left out elsewhere: an impossible type would be taken for a discriminant. */
type OnUnknown<T extends string, Unknown> = [Unknown] extends [never] ? unknown : { onUnknown?: ErrorTarget<T> };

export type ToolNode<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["tools"] & string]: {
    kind: "tool";
    tool: K;
    next: T;
  } & OnUnknown<T, In<V["tools"], K>["unknown"]> &
    OptionalWrites<V["updates"], In<V["tools"], K>["output"]> &
    ToolErrors<T, In<V["tools"], K>["labels"]> &
    Args<V["values"], In<V["tools"], K>["args"]> &
    With<In<V["tools"], K>["with"], Ps> &
    Policy<T, Ps>;
}[keyof V["tools"] & string];

export const shape = z
  .strictObject({
    kind: z.literal("tool"),
    tool: name.describe("A tool of the registry."),
    args: argsShape.optional(),
    with: withShape.optional(),
    writes: writesShape.optional(),
    onError: labelled.optional().describe("A target for each error code of the tool, and `default` for every other failure."),
    onUnknown: target
      .optional()
      .describe("Target when the tool has `once` and broke off, so that its outcome is unknown. It is never repeated blindly."),
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
