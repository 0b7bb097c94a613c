/** Subgraphs for the test kit: a way through the graph inside is forced that leads to one ending, or to a failure. One built by hand answers by its script. */
import type { NormalGraph, NormalSubgraph } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import type { SubgraphData } from "../../language/kinds/subgraph/subgraph-node.ts";
import type { RawGraph, Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { targetForCaller } from "../../language/terms/labels.ts";
import { allOf, type Forced, fitting, refusedWrites, type Site, sampled, scripted } from "../forcing/forced.ts";
import { CannotForce, firstPossible } from "../forcing/not-forced.ts";
import { ANYTHING, isWantedAtFirst, placeOf, SOME_ITEM, type Wanted, withWanted } from "../forcing/wanted.ts";
import type { Inside, KindKit, ToAnswer, ToFail } from "./kind-kit.ts";

export const subgraphKit: KindKit<SubgraphData, NormalSubgraph> = {
  runsAlone: false,
  spendsTokens: false,
  answer,
  fail,
  isScripted: ({ graph }, registry) => rawGraph(registry, graph) !== undefined,
  tries: () => [],
};

function answer({ site, node, label, wants, forcing }: ToAnswer<NormalSubgraph>): Forced {
  const inside = wants.map((want) => wantInside(node, want));
  const raw = rawGraph(site.registry, node.graph);
  if (!raw) {
    const child = childOf(site, node);
    return outside(node, child, forcing.toEnding(child, targetForCaller(label), inside));
  }
  const output = fitting(
    raw.output,
    withWanted(sampled(raw.output), inside, (channel) => [channel]),
  );
  return scripted(site, { label, output });
}

/** Where nothing inside can fail, only what the node writes can. */
function fail({ site, node, code, forcing }: ToFail<NormalSubgraph>): Forced {
  if (rawGraph(site.registry, node.graph)) return scripted(site, { error: code });
  const child = childOf(site, node);
  const writing = site.isThread
    ? []
    : Object.keys(node.routes).flatMap((label) => Object.keys(node.output).map((channel) => ({ label, channel })));
  return firstPossible([
    () => outside(node, child, forcing.toFailure(child)),
    ...writing.map(({ label, channel }) => () => {
      const wants = [wantInside(node, { at: [channel], value: ANYTHING })];
      return allOf([outside(node, child, forcing.toEnding(child, targetForCaller(label), wants)), refusedWrites(site)]);
    }),
  ]);
}

function wantInside({ output }: NormalSubgraph, { at: [channel, ...inside], ...want }: Wanted): Wanted {
  const source = output[channel];
  if (source === undefined) throw new CannotForce("value-not-written");
  const [inner, ...way] = placeOf(source);
  return { ...want, at: [inner, ...way, ...inside] };
}

/** What the graph needs at its start, its caller's channels must hold. */
const outside = ({ input }: NormalSubgraph, { registry }: Inside, forced: Forced): Forced => ({
  ...forced,
  needs: forced.needs.flatMap((need): Wanted[] => {
    const {
      at: [channel, ...inside],
      ...want
    } = need;
    const source = input[channel];
    if (need.value === SOME_ITEM && source === undefined) return [];
    if (source === undefined && isWantedAtFirst(registry.state[channel], need)) return [];
    if (source === undefined) throw new CannotForce("value-not-written");
    const [outer, ...way] = placeOf(source);
    return [{ ...want, at: [outer, ...way, ...inside] }];
  }),
});

function rawGraph({ graphs }: Registry, name: string): RawGraph | undefined {
  const child = graphs?.[name];
  return child && "graph" in child ? child : undefined;
}

function childOf({ registry, within }: Site, { graph, with: params }: NormalSubgraph): Inside {
  const child = registry.graphs?.[graph];
  if (!child || "graph" in child) throw new TypeError(`registry has no declared graph "${graph}"`);
  const inner = registryOf(child);
  const normal: NormalGraph = normalise(child, inner, params);
  return { graph: normal, registry: inner, within: `${within}${graph}/` };
}
