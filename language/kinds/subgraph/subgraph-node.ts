/** A subgraph node as it is written and as it is written out in full. */
import { z } from "zod";
import type { Child, Vocabulary } from "../../registry/vocabulary.ts";
import type { Args, Giving, Params, Tunable } from "../../terms/data-flow.ts";
import type { Duration } from "../../terms/duration.ts";
import type { ErrorTarget } from "../../terms/labels.ts";
import type { NormalCommon } from "../kind/common.ts";
import { labelled, type NormalPolicy, name, policyShape, target, type VisitBound, visitsShape } from "../kind/policy.ts";
import { paramValue, tunable } from "../kind/tunable.ts";

interface NoRoutes {
  readonly "the subgraph ends without a label: say next": never;
}
interface NoNext {
  readonly "the subgraph ends with labels: route each": never;
}
type Endings<E extends string, T extends string> = [E] extends [never]
  ? { next: T; routes?: NoRoutes }
  : { routes: { [L in E]: T }; next?: NoNext };
interface NoParams {
  readonly "this graph has no params": never;
}
type Widened<P> = P extends string ? string : P extends number ? number : P extends boolean ? boolean : never;
/** Values for the graph's params in this call. */
type Settings<Own, Ps> = [keyof Own] extends [never] ? NoParams : { [P in keyof Own]?: Tunable<Widened<Own[P]>, Ps> };
type ChildIn<Graphs, K extends keyof Graphs> = Graphs[K] extends infer C extends Child ? C : never;

export type SubgraphNode<V extends Vocabulary, T extends string, Ps> = {
  [K in keyof V["graphs"] & string]: {
    kind: "subgraph";
    graph: K;
    with?: Settings<ChildIn<V["graphs"], K>["params"], Ps>;
    output?: { [C in keyof V["updates"]]?: Giving<ChildIn<V["graphs"], K>["values"], V["updates"][C] | undefined> };
    onError?: ErrorTarget<T>;
    timeout?: Tunable<Duration, Ps>;
  } & Endings<ChildIn<V["graphs"], K>["ends"] & string, T> &
    Args<V["values"], ChildIn<V["graphs"], K>["args"], "input"> &
    VisitBound<T, Ps>;
}[keyof V["graphs"] & string];

export const shape = z
  .strictObject({
    kind: z.literal("subgraph"),
    graph: name.describe("A graph of the registry, or of the declaration's own `graphs`."),
    input: z
      .record(z.string(), z.string())
      .optional()
      .describe("The subgraph's input ← channel, or one field of it. One of the same name can be left out."),
    with: z
      .record(z.string(), tunable(paramValue))
      .optional()
      .describe("Values for the subgraph's params in this call; one that is not here has the value that the subgraph declares."),
    output: z.record(z.string(), z.string()).optional().describe("Channel ← the subgraph's channel, or one field of it."),
    routes: labelled.optional().describe("A target for each label with which the subgraph ends."),
    next: target.optional().describe("Target when the subgraph ends without labels."),
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
  /** Inputs that may be left out. */
  optional?: string[];
  /** Values for its params, if any. */
  with?: Params;
  /** Channel ← the subgraph's source. */
  output: Record<string, string>;
  /** Of `output`: channels of a local graph that also go in, under the same name. */
  shared?: string[];
  /** Of these, what it may clear. */
  cleared?: string[];
  /** Ending label → target; `next` when the subgraph has no labels. */
  routes: Record<string, string>;
  /** What its memory is from call to call: channels of the subgraph; absent when neither it nor a graph inside it keeps any. */
  keeps?: string[];
  /** Ending label → channels of `output` that certainly hold a value after it. */
  written: Record<string, string[]>;
}
