/** All kinds of nodes: those of body/plain.ts, and those that hold other nodes. A new kind goes here only if it holds others: one line in each list. */
import type { Vocabulary } from "../registry/vocabulary.ts";
import type { Edge } from "../terms/edge.ts";
import { bodyEdges } from "./body/body.ts";
import { type NormalPlain, type NormalPlainByKind, type PlainDataByKind, type PlainNode, plainKinds } from "./body/plain.ts";
import { eachKind } from "./each/each.ts";
import type { EachNode } from "./each/each-node.ts";
import type { DataOf, Kind, NormalOf } from "./kind/kind.ts";
import { type ParallelNode, parallelKind } from "./parallel/parallel.ts";

const holding = { each: eachKind, parallel: parallelKind };

/** A node as a typed literal. */
export type NodeDefinition<V extends Vocabulary, N extends string, T extends string, Ps> =
  | PlainNode<V, N, T, Ps>
  | EachNode<V, T, Ps>
  | ParallelNode<V, N, T, Ps>;

export type HoldingKind = keyof typeof holding;
export type DataByKind = PlainDataByKind & { [K in HoldingKind]: DataOf<(typeof holding)[K]> };
export type NormalByKind = NormalPlainByKind & { [K in HoldingKind]: NormalOf<(typeof holding)[K]> };
export type NodeKind = keyof DataByKind;
/** A node as data. */
export type NodeData = DataByKind[NodeKind];
/** A node with everything implied written out. */
export type NormalNode = NormalByKind[NodeKind];

export const kinds: { readonly [K in NodeKind]: Kind<DataByKind[K], NormalByKind[K], NormalPlain> } = { ...plainKinds, ...holding };

/** Whether the node may be the body of another. */
export const isPlain = (node: NormalNode): node is NormalPlain => Object.hasOwn(plainKinds, node.kind);

export const isNodeKind = (name: string): name is NodeKind => Object.hasOwn(kinds, name);

/** The kind of a node. */
export const kindOf = <K extends NodeKind>(node: { readonly kind: K }): Kind<DataByKind[K], NormalByKind[K], NormalPlain> =>
  kinds[node.kind];

/** The ordinary nodes that a node holds, by name; none for most kinds. */
export const bodiesOf = (node: NormalNode): Readonly<Record<string, NormalPlain>> => kindOf(node).bodies?.(node) ?? {};

/** Whether it calls a graph that keeps channels from call to call. */
export const isRemembering = (node: NormalNode): boolean => "keeps" in node && node.keeps !== undefined;

/** The ways of a body at whose end it is done. */
export const joiningEdges = (holder: NormalNode, body: NormalPlain): Edge[] =>
  bodyEdges(body).filter(({ target }) => kindOf(holder).joins?.includes(target) === true);
