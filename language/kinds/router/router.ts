/** Router nodes: a classifier chooses among a closed set of labels; a choice below the threshold takes its own edge. */
import { z } from "zod";
import type { In, Vocabulary } from "../../registry/vocabulary.ts";
import { namedIn } from "../../rules/references.ts";
import { argumentReads, completeArguments } from "../../terms/arguments.ts";
import type { Args, Tunable } from "../../terms/data-flow.ts";
import { type Edge, labelledEdges, oneEdge } from "../../terms/edge.ts";
import type { Unreserved } from "../../terms/reserved.ts";
import type { NormalCommon } from "../kind/common.ts";
import type { Kind } from "../kind/kind.ts";
import { channelMentions, sourcesOf } from "../kind/mentions.ts";
import type { NormalContext } from "../kind/normal-context.ts";
import {
  argsShape,
  channelName,
  labelled,
  type NormalPolicy,
  name,
  normalPolicy,
  type Policy,
  policyShape,
  target,
  type Visits,
} from "../kind/policy.ts";
import { tunable } from "../kind/tunable.ts";
import { checkClassifier } from "./classifier.ts";
import { checkSwitch } from "./switch.ts";

export type RouterNode<V extends Vocabulary, T extends string, Ps> = Classifier<V, T, Ps> | Switch<V["values"], T, Ps>;

type Classifier<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["routers"] & string]: {
    kind: "router";
    router: K;
    on?: never;
    routes: { [L in In<V["routers"], K>["labels"]]: T };
    lowConfidence?: { below: Tunable<number, Ps>; margin?: Tunable<number, Ps>; next: T };
    onError?: T;
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
  [K in Enums<Values>]: { kind: "router"; on: K; router?: never; routes: { [X in Values[K & keyof Values] & string]: T } } & Visits<T, Ps>;
}[Enums<Values>];

const ratio = z.number().min(0).max(1);
const shape = z
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

function normalLowConfidence({
  below,
  margin,
  next,
}: NonNullable<RouterData["lowConfidence"]>): NonNullable<NormalClassifier["lowConfidence"]> {
  return { below: Number(below), ...(margin !== undefined && { margin: Number(margin) }), next };
}

function normalClassifier(node: RouterData & { router: string }, { registry, defaults }: NormalContext): NormalClassifier {
  return {
    kind: "router",
    router: node.router,
    args: completeArguments(namedIn(registry.routers, node.router)?.args, node.args, registry),
    routes: node.routes,
    ...(node.lowConfidence && { lowConfidence: normalLowConfidence(node.lowConfidence) }),
    ...normalPolicy(node, defaults),
  };
}

export const routerKind: Kind<RouterData, NormalRouter> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  normalise: (node, context) =>
    node.on === undefined
      ? normalClassifier({ ...node, router: node.router ?? "" }, context)
      : { kind: "router", on: node.on, routes: node.routes },
  edges: (node): Edge[] => [
    ...labelledEdges("routes", node.routes),
    ...(node.lowConfidence ? [oneEdge("lowConfidence", node.lowConfidence.next, ["lowConfidence", "next"])] : []),
  ],
  mentions: (node) =>
    node.on === undefined
      ? [{ group: "routers", name: node.router }, ...channelMentions(sourcesOf(node.args))]
      : channelMentions([node.on]),
  reads: (node, registry) =>
    node.on === undefined
      ? argumentReads(namedIn(registry.routers, node.router)?.args, node.args)
      : [{ channel: node.on, reader: "`on`", path: ["on"] }],
  check: (node, context) => (node.on === undefined ? checkClassifier(node, context) : checkSwitch({ ...node, on: node.on }, context)),
};
