/** A router node as it is written and as it is written out in full. */
import { z } from "zod";
import type { In, Vocabulary } from "../../registry/vocabulary.ts";
import type { Args, Tunable } from "../../terms/data-flow.ts";
import type { ErrorTarget } from "../../terms/labels.ts";
import type { Unreserved } from "../../terms/reserved.ts";
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
  type VisitBound,
} from "../kind/policy.ts";
import { tunable } from "../kind/tunable.ts";

export type RouterNode<V extends Vocabulary, T extends string, Ps> = Classifier<V, T, Ps> | Switch<V["values"], T, Ps>;

type Classifier<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["routers"] & string]: {
    kind: "router";
    router: K;
    on?: never;
    routes: { [L in In<V["routers"], K>["labels"]]: T };
    lowConfidence?: { below: Tunable<number, Ps>; margin?: Tunable<number, Ps>; next: T };
    onError?: ErrorTarget<T>;
  } & Args<V["values"], In<V["routers"], K>["args"]> &
    Policy<T, Ps>;
}[keyof V["routers"] & string];

/** Channels that hold one of a closed set of texts. */
type Enums<Values> = {
  [K in keyof Values & string]: [Values[K]] extends [string]
    ? string extends Values[K]
      ? never
      : [Values[K]] extends [Unreserved<Values[K]>]
        ? K
        : never
    : never;
}[keyof Values & string];
/** Such a channel is its own router: no code. */
type Switch<Values, T extends string, Ps> = {
  [K in Enums<Values>]: { kind: "router"; on: K; router?: never; routes: { [X in Values[K & keyof Values] & string]: T } } & VisitBound<
    T,
    Ps
  >;
}[Enums<Values>];

const ratio = z.number().min(0).max(1);
export const shape = z
  .strictObject({
    kind: z.literal("router"),
    router: name.optional().describe("A router of the registry; or say `on`."),
    on: channelName.optional().describe("A channel that holds one of a closed set of texts: each is a label, and there is no code."),
    args: argsShape.optional(),
    routes: labelled.describe("A target for each label."),
    lowConfidence: z
      .strictObject({
        below: tunable(ratio).describe("The threshold, 0 to 1."),
        margin: tunable(ratio).optional().describe("How far the best choice must lead the second, 0 to 1."),
        next: target,
      })
      .optional()
      .describe("Where a choice goes that is not sure enough."),
    onError: target.optional(),
    ...policyShape,
  })
  .describe("A classifier with a closed set of labels.");

export type RouterData = z.infer<typeof shape>;
export type NormalRouter = NormalClassifier | NormalSwitch;
export interface NormalClassifier extends NormalCommon, NormalPolicy {
  kind: "router";
  router: string;
  on?: never;
  args: Record<string, string>;
  routes: Record<string, string>;
  lowConfidence?: { below: number; margin?: number; next: string };
}

export interface NormalSwitch extends NormalCommon {
  kind: "router";
  router?: never;
  /** The channel whose value is the label. */
  on: string;
  routes: Record<string, string>;
  lowConfidence?: never;
}
