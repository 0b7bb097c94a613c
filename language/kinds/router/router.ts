/** Router nodes: a classifier chooses among a closed set of labels; a choice below the threshold takes its own edge. */

import { namedIn } from "../../rules/references.ts";
import { type Edge, edgeTo, labelledEdges } from "../../terms/edge.ts";
import { channelOf, channelsBehind } from "../../terms/source.ts";
import { argumentReads, completeArguments } from "../kind/arguments.ts";
import type { NormalContext } from "../kind/common.ts";
import type { PlainKindOf } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { normalPolicy } from "../kind/policy.ts";
import { type NormalClassifier, type NormalRouter, type NormalSwitch, type RouterData, shape } from "./router-node.ts";
import { checkRouter } from "./router-rules.ts";
import { labelOfNothing, switchLabels } from "./switch-labels.ts";

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

function normalSwitch({ on, above, routes }: RouterData & { on: string }, { registry }: NormalContext): NormalSwitch {
  const nothing = labelOfNothing(registry, { on, above, routes });
  return {
    ...{ kind: "router", on, by: switchLabels(registry, { on, above })?.by ?? "value", routes },
    ...(above !== undefined && { above: Number(above) }),
    ...(nothing !== undefined && { nothing }),
  };
}

/** Where nothing has a label, every other one says that there is something. */
const provenBy = ({ on, nothing }: NormalRouter & { readonly nothing?: string }, label: string): string[] =>
  on === undefined || nothing === undefined || label === nothing ? [] : [channelOf(on)];

export const routerKind: PlainKindOf<RouterData, NormalRouter> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node, context) =>
    node.on === undefined
      ? normalClassifier({ ...node, router: node.router ?? "" }, context)
      : normalSwitch({ ...node, on: node.on }, context),
  edges: (node): Edge[] => [
    ...labelledEdges("routes", node.routes, { reach: (label) => ({ proves: provenBy(node, label) }) }),
    ...(node.lowConfidence
      ? [edgeTo(node.lowConfidence.next, { label: "lowConfidence", path: ["lowConfidence", "next"], type: "unsure" })]
      : []),
  ],
  mentions: (node) =>
    node.on === undefined
      ? [{ group: "routers", name: node.router }, ...channelMentions(channelsBehind(node.args))]
      : channelMentions([channelOf(node.on)]),
  reads: (node, registry) =>
    node.on === undefined
      ? argumentReads(namedIn(registry.routers, node.router)?.args, node.args)
      : node.nothing === undefined
        ? [{ channel: channelOf(node.on), reader: "`on`", path: ["on"] }]
        : [],
  canAsk: () => false,
  check: checkRouter,
};
