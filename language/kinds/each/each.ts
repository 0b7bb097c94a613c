/** Each nodes (law 7): one body for every item of a list, results collected in the items' order. */

import { type Edge, edgeTo } from "../../terms/edge.ts";
import { FAILURES, JOIN } from "../../terms/labels.ts";
import { channelsBehind } from "../../terms/source.ts";
import { ITEM_BODY } from "../../terms/visit-name.ts";
import { bodyMentions, bodyReads, normalBody } from "../body/body.ts";
import { type NormalPlain, plainKindOf } from "../body/plain.ts";
import type { NormalContext } from "../kind/common.ts";
import type { Kind } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { type EachData, type NormalEach, shape } from "./each-node.ts";
import { checkEach } from "./each-rules.ts";

function normalDo(node: EachData, context: NormalContext): Pick<NormalEach, "do" | "reads"> {
  const body = normalBody(node.do, context);
  const mentioned = bodyMentions(body).flatMap(({ group, name }) => (group === "state" && name !== node.as ? [name] : []));
  return { do: body, reads: [...new Set(mentioned)] };
}

export const eachKind: Kind<EachData, NormalEach, NormalPlain> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node, context) => ({
    kind: "each",
    over: node.over,
    as: node.as,
    ...normalDo(node, context),
    collect: node.collect ?? {},
    ...(node.failures && { failures: node.failures }),
    threads: node.threads ?? "shared",
    ...(node.maxConcurrency !== undefined && { maxConcurrency: Number(node.maxConcurrency) }),
    next: node.next,
  }),
  edges: ({ next, collect, failures }): Edge[] => [
    edgeTo(next, { label: "next", path: ["next"], writes: Object.keys(collect) }),
    ...(failures
      ? [
          edgeTo(failures.next, {
            label: "failures",
            path: ["failures", "next"],
            type: "error",
            writes: [...Object.keys(collect), failures.collect],
          }),
        ]
      : []),
  ],
  mentions: (node) => [
    ...channelMentions([
      node.over,
      node.as,
      ...Object.keys(node.collect),
      ...channelsBehind(node.collect),
      ...(node.failures ? [node.failures.collect] : []),
    ]),
    ...bodyMentions(node.do),
  ],
  reads: (node, registry) => [
    { channel: node.over, reader: "`over`", path: ["over"] },
    ...bodyReads(node.do, registry, ["do"]).filter(({ channel }) => channel !== node.as),
  ],
  canAsk: (node, inGraph) => plainKindOf(node.do).canAsk(node.do, inGraph),
  joins: [JOIN, FAILURES],
  bodies: (node) => ({ [ITEM_BODY]: node.do }),
  check: checkEach,
};
