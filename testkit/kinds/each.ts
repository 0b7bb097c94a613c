/** Each nodes for the test kit: all items share one script, under the node's own name. */
import type { NormalEach } from "../../language/graph/normal-graph.ts";
import type { EachData } from "../../language/kinds/each/each-node.ts";
import type { KindKit } from "./kind-kit.ts";

export const eachKit: KindKit<EachData, NormalEach> = {
  runsAlone: false,
  spendsTokens: false,
  answer: ({ site, node, label, way, forcing }) =>
    label === "next" ? forcing.answer(site, node.do, way?.[1] ?? forcing.joining(node.do)) : forcing.failure(site, node.do, "timeout"),
  fail: ({ site, node, code, forcing }) => forcing.failure(site, node.do, code),
  canFail: () => true,
  isScripted: () => false,
  tries: () => [],
  bodyScript: (name) => name,
  mapBodies: (node, name, map) => ({ ...node, do: map(node.do, name) }),
};
