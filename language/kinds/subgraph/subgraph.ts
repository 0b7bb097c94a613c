/** Subgraph nodes: another graph runs inside the thread, with channels mapped in and out, and answers the label with which it ends. */

import type { Params } from "../../terms/data-flow.ts";
import { durationMs } from "../../terms/duration.ts";
import { type Edge, edgeTo } from "../../terms/edge.ts";
import { channelOf, channelsBehind } from "../../terms/source.ts";
import type { SubgraphFacts } from "../../terms/subgraph-facts.ts";
import type { NormalContext } from "../kind/common.ts";
import type { PlainKindOf } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { isParamRef } from "../kind/tunable.ts";
import { type NormalSubgraph, type SubgraphData, shape } from "./subgraph-node.ts";
import { checkSubgraph } from "./subgraph-rules.ts";

/** By default, an input comes from the channel of the same name. */
function completeInput(graph: SubgraphFacts, said: Readonly<Record<string, string>>, { registry }: NormalContext): Record<string, string> {
  const implied = [...graph.inputs.keys()].filter((input) => !Object.hasOwn(said, input) && Object.hasOwn(registry.state, input));
  return { ...Object.fromEntries(implied.map((input) => [input, input])), ...said };
}

/** What a local graph gives goes to the channel of the same name. */
function completeOutput({ gives }: SubgraphFacts, said: Readonly<Record<string, string>> = {}): Record<string, string> {
  const mapped = new Set([...Object.keys(said), ...channelsBehind(said)]);
  return { ...Object.fromEntries(gives.flatMap((channel) => (mapped.has(channel) ? [] : [[channel, channel]]))), ...said };
}

type Mapped = Pick<NormalSubgraph, "input" | "output">;

/** The caller gets what has changed in them. */
function sharedBy({ input, output }: Mapped, graph: SubgraphFacts | undefined): Pick<NormalSubgraph, "shared" | "cleared"> {
  if (!graph?.isLocal) return {};
  const shared = Object.entries(output).flatMap(([channel, source]) => (input[source] === channel ? [channel] : []));
  const cleared = shared.filter((channel) => graph.clears.includes(output[channel] ?? ""));
  return { ...(shared.length > 0 && { shared }), ...(cleared.length > 0 && { cleared }) };
}

/** A param that does not exist is reported where params are. */
const knownValues = (said: NonNullable<SubgraphData["with"]>): Params =>
  Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (isParamRef(value) ? [] : [[name, value] as const])));

function writtenBy(
  { writtenAtStops: certain, source: sourceOf }: SubgraphFacts,
  node: { routes: Record<string, string>; output: Record<string, string> },
): Record<string, string[]> {
  const holds = (label: string, source: string) =>
    sourceOf(source)?.required === true && (certain === undefined || certain.get(label)?.has(channelOf(source)) === true);
  return Object.fromEntries(
    Object.keys(node.routes).map((label) => [
      label,
      Object.entries(node.output).flatMap(([channel, source]) => (holds(label, source) ? [channel] : [])),
    ]),
  );
}

export const subgraphKind: PlainKindOf<SubgraphData, NormalSubgraph> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node, context) => {
    const graph = context.subgraph(node.graph);
    const routes = { ...node.routes, ...(node.next !== undefined && { next: node.next }) };
    const output = graph ? completeOutput(graph, node.output) : (node.output ?? {});
    const input = graph ? completeInput(graph, node.input ?? {}, context) : (node.input ?? {});
    const optional = Object.keys(input).filter((name) => graph?.inputs.get(name)?.required === false);
    return {
      kind: "subgraph",
      graph: node.graph,
      input,
      ...(optional.length > 0 && { optional }),
      ...(node.with && { with: knownValues(node.with) }),
      output,
      ...sharedBy({ input, output }, graph),
      routes,
      ...(graph?.remembers && { keeps: [...graph.keeps] }),
      written: graph ? writtenBy(graph, { routes, output }) : {},
      ...(typeof node.timeout === "string" && { timeoutMs: durationMs(node.timeout) }),
    };
  },
  edges: ({ routes, written, output, cleared = [] }): Edge[] =>
    Object.entries(routes).map(([label, to]) => {
      const writes = written[label] ?? [];
      const maybe = Object.keys(output).filter((channel) => !writes.includes(channel));
      return edgeTo(to, {
        label,
        path: label === "next" ? ["next"] : ["routes", label],
        writes,
        maybe,
        clears: cleared.filter((channel) => !writes.includes(channel)),
      });
    }),
  mentions: (node) => [
    { group: "graphs", name: node.graph },
    ...channelMentions([...channelsBehind(node.input), ...Object.keys(node.output)]),
  ],
  reads: (node) =>
    Object.entries(node.input).flatMap(([input, source]) =>
      node.optional?.includes(input) ? [] : [{ channel: channelOf(source), reader: `input "${input}"`, path: ["input", input] }],
    ),
  canAsk: ({ graph }, inGraph) => inGraph(graph),
  innerGraph: ({ graph, with: params }) => ({ name: graph, ...(params && { params }) }),
  check: checkSubgraph,
};
