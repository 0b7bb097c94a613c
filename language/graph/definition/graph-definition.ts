/** A graph as a typed literal: the compiler's half of the rules. Only the keys of `nodes` and `params` teach names. */

import type { Retry } from "../../kinds/kind/policy.ts";
import type { GraphTypes, Vocabulary } from "../../registry/vocabulary.ts";
import type { Params, Tunable } from "../../terms/data-flow.ts";
import type { Duration } from "../../terms/duration.ts";
import type { Unreserved } from "../../terms/reserved.ts";
import type { GraphData } from "../graph-data.ts";
import type { CheckedNode, Target } from "./checked-node.ts";
import type { NodesOf } from "./complete-node.ts";
import type { LocalGraphs, LocalNodes, LocalParts, WithLocals } from "./local-definition.ts";

/** A graph as others may call it: plain data, and its types for the compiler. */
export type DeclaredGraph<T extends GraphTypes = GraphTypes> = GraphData & { readonly "~types"?: T };

export interface GraphDefinition<
  V extends Vocabulary,
  M,
  N extends string,
  Ps extends Params,
  E extends string,
  I extends string,
  L extends LocalNodes = Record<never, never>,
  LE extends LocalParts = Record<never, never>,
  LP extends LocalParts = Record<never, never>,
  W extends Vocabulary = WithLocals<V, L, LE, LP>,
> {
  id: string;
  version: number;
  description?: string;
  start: NoInfer<N>;
  params?: Ps;
  /** Channels that a request may set. */
  input?: readonly I[];
  /** Channels that `wait` and `join` return; all by default. */
  output?: readonly (keyof V["values"] & string)[];
  /** The labels with which the graph ends: targets `end:<label>`. A graph that calls it routes each. */
  endsWith?: readonly (E & Unreserved<E>)[];
  /** Channels that outlive `end`. All others are cleared when the next run starts. */
  keeps?: readonly (keyof V["values"] & string)[];
  defaults?: { timeout?: Tunable<Duration, NoInfer<Ps>>; retry?: Retry; onError?: Target<NoInfer<N>, NoInfer<E>> };
  /** What a turn may spend. `time` is the nodes' own: waiting for people does not count. */
  budget?: { steps?: number; tokens?: number; usd?: number; time?: Duration; next: Target<NoInfer<N>, NoInfer<E>> };
  /** Labels from outside, regardless of the active node. */
  signals?: Readonly<Record<string, { by: readonly V["role"][]; next: Target<NoInfer<N>, NoInfer<E>> }>>;
  /** Graphs that only this one calls, on its own channels. */
  graphs?: LocalGraphs<W, L, LE, LP>;
  nodes: { [K in keyof M]: CheckedNode<K, W, M[K], NodesOf<W, NoInfer<N>, Target<NoInfer<N>, NoInfer<E>>, NoInfer<Ps>>> };
}
