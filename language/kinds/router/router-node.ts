/** A router node as it is written and as it is written out in full. */
import { z } from "zod";
import type { In, Vocabulary } from "../../registry/vocabulary.ts";
import type { Args, Tunable } from "../../terms/data-flow.ts";
import type { ErrorTarget } from "../../terms/labels.ts";
import type { NormalCommon } from "../kind/common.ts";
import { argsShape, channelName, labelled, type NormalPolicy, name, type Policy, policyShape, target } from "../kind/policy.ts";
import { tunable } from "../kind/tunable.ts";
import type { SwitchedBy } from "./switch-labels.ts";
import type { Switch } from "./switch-types.ts";

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

const ratio = z.number().min(0).max(1);
export const shape = z
  .strictObject({
    kind: z.literal("router"),
    router: name.optional().describe("A router of the registry; or say `on`."),
    on: channelName
      .optional()
      .describe(
        "A channel, or one field of it, whose type says the labels: a closed set of texts, yes and no, some and empty, above and within, or present and absent. No code.",
      ),
    above: tunable(z.number()).optional().describe("What a number, or the length of a list, is compared with."),
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
  above?: never;
  args: Record<string, string>;
  routes: Record<string, string>;
  lowConfidence?: { below: number; margin?: number; next: string };
}

export interface NormalSwitch extends NormalCommon {
  kind: "router";
  router?: never;
  /** The channel, or field of one, that the label is taken from. */
  on: string;
  by: SwitchedBy;
  above?: number;
  /** The label where there is nothing. */
  nothing?: string;
  routes: Record<string, string>;
  lowConfidence?: never;
}
