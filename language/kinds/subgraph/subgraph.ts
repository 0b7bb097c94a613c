/** Subgraph nodes: another graph runs inside the thread, with channels mapped in and out, and answers the label with which it ends. */
import { z } from "zod";
import type { Child, Vocabulary } from "../../registry/vocabulary.ts";
import type { Args, Giving, Tunable } from "../../terms/data-flow.ts";
import { type Duration, durationMs } from "../../terms/duration.ts";
import { type Edge, oneEdge } from "../../terms/edge.ts";
import type { SubgraphFacts } from "../../terms/subgraph-facts.ts";
import type { NormalCommon } from "../kind/common.ts";
import type { Kind } from "../kind/kind.ts";
import { channelMentions, sourcesOf } from "../kind/mentions.ts";
import type { NormalContext } from "../kind/normal-context.ts";
import { labelled, type NormalPolicy, name, policyShape, target, type Visits, visitsShape } from "../kind/policy.ts";
import { checkSubgraph } from "./subgraph-rules.ts";

interface NoRoutes {
  readonly "the subgraph ends without a label: say next": never;
}
interface NoNext {
  readonly "the subgraph ends with labels: route each": never;
}
type Endings<E extends string, T extends string> = [E] extends [never]
  ? { next: T; routes?: NoRoutes }
  : { routes: { [L in E]: T }; next?: NoNext };
type ChildIn<Graphs, K extends keyof Graphs> = Graphs[K] extends infer C extends Child ? C : never;

export type SubgraphNode<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["graphs"] & string]: {
    kind: "subgraph";
    graph: K;
    output?: { [C in keyof V["updates"]]?: Giving<ChildIn<V["graphs"], K>["values"], V["updates"][C]> };
    onError?: T;
    timeout?: Tunable<Duration, Ps>;
  } & Endings<ChildIn<V["graphs"], K>["ends"] & string, T> &
    Args<V["values"], ChildIn<V["graphs"], K>["args"], "input"> &
    Visits<T, Ps>;
}[keyof V["graphs"] & string];

const shape = z
  .strictObject({
    kind: z.literal("subgraph"),
    graph: name.describe("A graph of the registry."),
    input: z
      .record(z.string(), z.string())
      .optional()
      .describe("The subgraph's input ← channel, or one field of it. One of the same name need not be said."),
    output: z.record(z.string(), z.string()).optional().describe("Channel ← the subgraph's channel, or one field of it."),
    routes: labelled.optional().describe("A target for each label with which the subgraph ends."),
    next: target.optional().describe("Where it goes on when the subgraph ends without labels."),
    onError: target.optional(),
    timeout: policyShape.timeout.describe(
      "How long it may run without a pause; the graph's default is for its own nodes, not for whole graphs.",
    ),
    visits: visitsShape.optional(),
  })
  .describe("Another graph, with channels mapped in and out.");

export type SubgraphData = z.infer<typeof shape>;
export interface NormalSubgraph extends NormalCommon, NormalPolicy {
  kind: "subgraph";
  graph: string;
  /** The subgraph's input ← source, complete. */
  input: Record<string, string>;
  /** Channel ← the subgraph's source. */
  output: Record<string, string>;
  /** Ending label → target; `next` when the subgraph has no labels. */
  routes: Record<string, string>;
  /** Ending label → channels of `output` that certainly hold a value after it. */
  written: Record<string, string[]>;
}

/** The channel of the same name stands in for an input that is not said. */
function completeInput(graph: SubgraphFacts, said: Readonly<Record<string, string>>, { registry }: NormalContext): Record<string, string> {
  const implied = [...graph.inputs.keys()].filter((input) => !Object.hasOwn(said, input) && Object.hasOwn(registry.state, input));
  return { ...Object.fromEntries(implied.map((input) => [input, input])), ...said };
}

function writtenBy(
  { writtenAtStops: certain }: SubgraphFacts,
  node: { routes: Record<string, string>; output: Record<string, string> },
): Record<string, string[]> {
  const holds = (label: string, source: string) =>
    certain === undefined || certain.get(label)?.has(source.split(".")[0] as string) === true;
  return Object.fromEntries(
    Object.keys(node.routes).map((label) => [
      label,
      Object.entries(node.output).flatMap(([channel, source]) => (holds(label, source) ? [channel] : [])),
    ]),
  );
}

export const subgraphKind: Kind<SubgraphData, NormalSubgraph> = {
  shape,
  inheritsEdges: true,
  waitsForPerson: false,
  normalise: (node, context) => {
    const graph = context.subgraph(node.graph);
    const routes = { ...node.routes, ...(node.next !== undefined && { next: node.next }) };
    const output = node.output ?? {};
    const input = graph ? completeInput(graph, node.input ?? {}, context) : (node.input ?? {});
    return {
      kind: "subgraph",
      graph: node.graph,
      input,
      output,
      routes,
      written: graph ? writtenBy(graph, { routes, output }) : {},
      ...(typeof node.timeout === "string" && { timeoutMs: durationMs(node.timeout) }),
    };
  },
  edges: ({ routes, written }): Edge[] =>
    Object.entries(routes).map(([label, to]) => oneEdge(label, to, label === "next" ? ["next"] : ["routes", label], written[label] ?? [])),
  mentions: (node) => [{ group: "graphs", name: node.graph }, ...channelMentions([...sourcesOf(node.input), ...Object.keys(node.output)])],
  reads: (node) =>
    Object.entries(node.input).map(([input, source]) => ({
      channel: source.split(".")[0] as string,
      reader: `input "${input}"`,
      path: ["input", input],
    })),
  check: checkSubgraph,
};
