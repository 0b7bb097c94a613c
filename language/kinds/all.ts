/** All kinds of nodes, each under its name. A new kind is a file beside this one and a line in each list. */

import { type NormalPlainByKind, type PlainDataByKind, plainKinds } from "./body/plain.ts";
import { eachKind } from "./each/each.ts";
import type { EachData, NormalEach } from "./each/each-node.ts";
import type { Kind } from "./kind/kind.ts";
import { type NormalParallel, type ParallelData, parallelKind } from "./parallel/parallel.ts";

interface DataByKind extends PlainDataByKind {
  each: EachData;
  parallel: ParallelData;
}
interface NormalByKind extends NormalPlainByKind {
  each: NormalEach;
  parallel: NormalParallel;
}
export type NodeKind = keyof DataByKind;
/** A node as data. */
export type NodeData = DataByKind[NodeKind];
/** A node with everything implied written out. */
export type NormalNode = NormalByKind[NodeKind];

export const kinds: { readonly [K in NodeKind]: Kind<DataByKind[K], NormalByKind[K]> } = {
  ...plainKinds,
  each: eachKind,
  parallel: parallelKind,
};

/** What a node's kind says about it. The two members of a node's kind always belong together, which the compiler cannot follow. */
export const kindOf = (node: { readonly kind: NodeKind }) => kinds[node.kind] as unknown as Kind<NodeData, NormalNode>;
