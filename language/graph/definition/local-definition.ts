/** Graphs in the head of a typed literal. Their names, the names of their nodes, their endings and their params are each inferred by a mapped type of its own. */
import type { Vocabulary } from "../../registry/vocabulary.ts";
import type { Params } from "../../terms/data-flow.ts";
import type { CheckedNode, Target } from "./checked-node.ts";
import type { NodesOf } from "./complete-node.ts";

/** By graph: what is written for each of its nodes. */
export type LocalNodes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** By graph: its endings, or its params. A narrower bound would be inferred where a graph has none, as an index signature. */
export type LocalParts = Readonly<Record<string, unknown>>;

/** What is not written is inferred as `unknown`. */
type EndsOf<E, G> = G extends keyof E ? (unknown extends E[G] ? never : E[G] & string) : never;
type ParamsOf<P, G> = G extends keyof P ? (unknown extends P[G] ? Record<never, never> : P[G]) : Record<never, never>;

/** The vocabulary with the graphs in the head. They have the caller's channels: nothing must be mapped. */
export type WithLocals<V extends Vocabulary, L, E, P> = [keyof L] extends [never]
  ? V
  : Omit<V, "graphs"> & {
      graphs: V["graphs"] & {
        [G in keyof L & string]: { args: Partial<V["values"]>; values: V["values"]; ends: EndsOf<E, G>; params: ParamsOf<P, G> };
      };
    };

export type LocalGraphs<V extends Vocabulary, L, E, P> = {
  [G in keyof L]: {
    start: NoInfer<keyof L[G] & string>;
    /** Channels that its caller gets; by default what it writes, but for what only its own nodes read. */
    gives?: readonly (keyof V["values"] & string)[];
    nodes: {
      [K in keyof L[G]]: CheckedNode<
        K,
        V,
        L[G][K],
        NodesOf<V, NoInfer<keyof L[G] & string>, Target<NoInfer<keyof L[G] & string>, NoInfer<EndsOf<E, G>>>, NoInfer<ParamsOf<P, G>>>
      >;
    };
  };
} & { [G in keyof E]: { endsWith?: readonly (E[G] & string)[] } } & { [G in keyof P]: { params?: P[G] & Params } };
