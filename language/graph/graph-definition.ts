/** A graph as a typed literal: the compiler's half of the rules. Only the keys of `nodes` and `params` teach names. */

import type { Retry } from "../kinds/kind/policy.ts";
import type { GraphTypes, Vocabulary } from "../registry/vocabulary.ts";
import type { Params, Tunable } from "../terms/data-flow.ts";
import type { Duration } from "../terms/duration.ts";
import type { StopTarget } from "../terms/labels.ts";
import type { ReservedLabel, Unreserved } from "../terms/reserved.ts";
import type { CompleteNode, NodesOf } from "./complete-node.ts";
import type { GraphData } from "./graph-data.ts";

/** A bound on names that the compiler can see; `validate` checks every character. */
type BadName = `${string}${" " | "." | ":" | "/"}${string}` | `${number}${string}`;
/** A sentence that the compiler prints in place of a node whose name cannot be. */
type NameProblem<K, V extends Vocabulary> = K extends keyof V["values"]
  ? `the channel "${K & string}" has this name: rename the node`
  : K extends ReservedLabel
    ? `"${K}" is a reserved word: rename the node`
    : K extends BadName
      ? `"${K}" is not a valid name: use a letter, then letters, digits, _ or -`
      : never;
type CheckedNode<K, V extends Vocabulary, Said, Of extends { any: unknown; one: unknown }> = [NameProblem<K, V>] extends [never]
  ? CompleteNode<V, Said, Of>
  : NameProblem<K, V>;

/** `end` closes the matter, under a label when the graph declares labels; `wait` stops the run and the next message enters this node again, or the one that `wait:<node>` names. */
export type Target<N extends string, E extends string> = N | StopTarget<E> | `wait:${N}`;

/** A graph as others may call it: plain data, and its types for the compiler. */
export type DeclaredGraph<T extends GraphTypes = GraphTypes> = GraphData & { readonly "~types"?: T };

export interface GraphDefinition<V extends Vocabulary, M, N extends string, Ps extends Params, E extends string, I extends string> {
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
  nodes: { [K in keyof M]: CheckedNode<K, V, M[K], NodesOf<V, NoInfer<N>, Target<NoInfer<N>, NoInfer<E>>, NoInfer<Ps>>> };
}
