/** Subgraphs for the test kit: the nodes inside are forced so that every way leads to one ending, or the first one fails. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph, NormalSubgraph } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { isPlain } from "../../language/kinds/all.ts";
import type { SubgraphData } from "../../language/kinds/subgraph/subgraph-node.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { DEFAULT_CODE, targetForCaller } from "../../language/terms/labels.ts";
import { allOf, type Site } from "../forcing/forced.ts";
import { innerLabels } from "../forcing/inner-labels.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import type { KindKit } from "./kind-kit.ts";

export const subgraphKit: KindKit<SubgraphData, NormalSubgraph> = {
  runsAlone: false,
  spendsTokens: false,
  answer: ({ site, node, label, forcing }) => {
    const child = childOf(site, node);
    const labels = innerLabels(child.graph, targetForCaller(label));
    return allOf(
      Object.entries(labels).flatMap(([name, own]) => {
        const inner = child.graph.nodes[name];
        return inner ? [forcing.answer({ ...child, name }, inner, own)] : [];
      }),
    );
  },
  fail: ({ site, node, code, forcing }) => {
    const child = childOf(site, node);
    return allOf(
      firstWithCode(child.graph, forcing.choosesBy).map((name) => {
        const inner = child.graph.nodes[name];
        const isTaken = inner?.onError?.[DEFAULT_CODE] !== undefined;
        if (!inner || !isPlain(inner) || isTaken) throw new CannotForce("cannot-fail");
        return forcing.failure({ ...child, name }, inner, code);
      }),
    );
  },
  canFail: () => true,
  isScripted: () => false,
  tries: () => [],
};

/** The start, or what it leads to where a channel's value decides. */
function firstWithCode({ start, nodes }: NormalGraph, choosesBy: (node: NormalGraph["nodes"][string]) => string | undefined): string[] {
  const first = nodes[start];
  return first && choosesBy(first) !== undefined ? edgesOf(first).map(({ target }) => target) : [start];
}

function childOf({ registry, within }: Site, { graph }: NormalSubgraph): { graph: NormalGraph; registry: Registry; within: string } {
  const child = registry.graphs?.[graph];
  if (!child || "graph" in child) throw new CannotForce("raw-graph");
  const inner = registryOf(child);
  return { graph: normalise(child, inner), registry: inner, within: `${within}${graph}/` };
}
