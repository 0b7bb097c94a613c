/** Router nodes: a classifier chooses among a closed set of labels; a choice below the threshold takes its own edge. */
import { z } from "zod";
import { argumentReads, completeArguments } from "../arguments.ts";
import type { Args, Tunable } from "../data-flow.ts";
import { type Edge, labelledEdges, oneEdge } from "../edge.ts";
import { checkCode } from "../rules/code.ts";
import { checkLabels } from "../rules/labels.ts";
import { namedIn } from "../rules/references.ts";
import type { In, Vocabulary } from "../vocabulary.ts";
import type { NormalCommon } from "./common.ts";
import type { Kind } from "./kind.ts";
import { channelMentions, sourcesOf } from "./mentions.ts";
import { argsShape, labelled, type NormalPolicy, name, normalPolicy, type Policy, policyShape, target } from "./policy.ts";
import { tunable } from "./tunable.ts";

export type RouterNode<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["routers"] & string]: {
    kind: "router";
    router: K;
    routes: { [L in In<V["routers"], K>["labels"]]: T };
    lowConfidence?: { below: Tunable<number, Ps>; margin?: Tunable<number, Ps>; next: T };
    onError?: T;
  } & Args<V["values"], In<V["routers"], K>["args"]> &
    Policy<T, Ps>;
}[keyof V["routers"] & string];

const ratio = z.number().min(0).max(1);
const shape = z
  .strictObject({
    kind: z.literal("router"),
    router: name.describe("A router of the registry."),
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
export interface NormalRouter extends NormalCommon, NormalPolicy {
  kind: "router";
  router: string;
  args: Record<string, string>;
  routes: Record<string, string>;
  lowConfidence?: { below: number; margin?: number; next: string };
}

function normalLowConfidence({
  below,
  margin,
  next,
}: NonNullable<RouterData["lowConfidence"]>): NonNullable<NormalRouter["lowConfidence"]> {
  return { below: Number(below), ...(margin !== undefined && { margin: Number(margin) }), next };
}

export const routerKind: Kind<RouterData, NormalRouter> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  normalise: (node, { registry, defaults }) => ({
    kind: "router",
    router: node.router,
    args: completeArguments(namedIn(registry.routers, node.router)?.args, node.args, registry),
    routes: node.routes,
    ...(node.lowConfidence && { lowConfidence: normalLowConfidence(node.lowConfidence) }),
    ...normalPolicy(node, defaults),
  }),
  edges: (node): Edge[] => [
    ...labelledEdges("routes", node.routes),
    ...(node.lowConfidence ? [oneEdge("lowConfidence", node.lowConfidence.next, ["lowConfidence", "next"])] : []),
  ],
  mentions: (node) => [{ group: "routers", name: node.router }, ...channelMentions(sourcesOf(node.args))],
  reads: (node, registry) => argumentReads(namedIn(registry.routers, node.router)?.args, node.args),
  check: (node, place) => {
    const router = namedIn(place.registry.routers, node.router);
    return [
      ...checkCode(place, { what: "router", name: node.router, group: place.registry.routers, node }),
      ...(router
        ? checkLabels(place, { owner: `router "${node.router}"`, field: "routes", labels: router.labels, handled: node.routes })
        : []),
    ];
  },
};
