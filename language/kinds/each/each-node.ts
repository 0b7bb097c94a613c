/** An each node as it is written and as it is written out in full. */
import { z } from "zod";
import type { Vocabulary } from "../../registry/vocabulary.ts";
import type { Accepting, Giving, Tunable } from "../../terms/data-flow.ts";
import type { FAILURES, JOIN } from "../../terms/labels.ts";
import { bodyShape } from "../body/body.ts";
import type { NormalPlain, PlainNode } from "../body/plain.ts";
import type { NormalCommon } from "../kind/common.ts";
import { channelName, target, type VisitBound, visitsShape } from "../kind/policy.ts";
import { tunable } from "../kind/tunable.ts";
import type { SubgraphNode } from "../subgraph/subgraph-node.ts";

/** What is collected of an item that failed. */
export interface ItemFailure<Item> {
  index: number;
  item: Item;
  error: string;
}
type Lists<Values> = { [L in keyof Values & string]: Values[L] extends readonly unknown[] ? L : never }[keyof Values & string];
type ItemOf<List> = List extends readonly (infer I)[] ? I : never;

/** Channels that hold what was written last: only those can be read inside an item as they were written. */
type Single<V extends Vocabulary> = {
  [K in keyof V["values"] as V["updates"][K & keyof V["updates"]] extends V["values"][K] ? K : never]: V["values"][K];
};

/** A thread runs a graph: so does an item that is one. */
type Body<V extends Vocabulary, T extends string, Ps> =
  | { threads?: "shared"; do: PlainNode<V, never, T, Ps> }
  | { threads: "own"; do: SubgraphNode<V, T, Ps> };

/** Where failures are collected, any label of the body may lead there. */
type Failing<V extends Vocabulary, Item, T extends string, Ps> =
  | ({ failures?: never } & Body<V, typeof JOIN, Ps>)
  | ({
      failures: { collect: Accepting<V["values"], ItemFailure<Item>[]>; next: T };
    } & Body<V, typeof JOIN | typeof FAILURES, Ps>);

export type EachNode<V extends Vocabulary, T extends string, Ps> = {
  [L in Lists<V["values"]>]: {
    kind: "each";
    over: L;
    as: Accepting<V["values"], ItemOf<V["values"][L & keyof V["values"]]>>;
    collect?: { [C in Lists<V["values"]>]?: Giving<Single<V>, ItemOf<V["values"][C & keyof V["values"]]>> };
    maxConcurrency?: Tunable<number, Ps>;
    onError?: T;
    next: T;
  } & Failing<V, ItemOf<V["values"][L & keyof V["values"]]>, T, Ps> &
    VisitBound<T, Ps>;
}[Lists<V["values"]>];

export const shape = z
  .strictObject({
    kind: z.literal("each"),
    over: channelName.describe("The list."),
    as: channelName.describe("The channel that holds the item inside `do`."),
    do: bodyShape.describe(
      'What is done with an item: an ordinary node whose targets are "join", or "failures" where those are collected.',
    ),
    collect: z
      .record(z.string(), z.string())
      .optional()
      .describe("List channel ← what `do` wrote, in the items' order. Nothing else of an item outlives it."),
    failures: z
      .strictObject({ collect: channelName.describe("A list of { index, item, error }."), next: target })
      .optional()
      .describe(
        "Where failed items are listed, and where the node goes when there are any. Inside `do` it is a target, and takes what `onError` does not.",
      ),
    threads: z
      .enum(["shared", "own"])
      .optional()
      .describe("own: each item is a child thread with its own checkpoints, interrupts and resume; `do` is then a declared subgraph."),
    maxConcurrency: tunable(z.int().min(1)).optional().describe("How many items run at once."),
    onError: target.optional(),
    next: target.describe("After the last item; an empty list goes there at once."),
    visits: visitsShape.optional(),
  })
  .describe("One body for every item of a list.");

export type EachData = z.infer<typeof shape>;
export interface NormalEach extends NormalCommon {
  kind: "each";
  over: string;
  as: string;
  do: NormalPlain;
  /** Channels of the thread that `do` mentions: what an item must be given besides itself. */
  reads: string[];
  /** List channel ← source inside the item. */
  collect: Record<string, string>;
  failures?: { collect: string; next: string };
  threads: "shared" | "own";
  maxConcurrency?: number;
  next: string;
}
