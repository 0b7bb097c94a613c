/** What an each node answers once its items are done: results in item order, failures listed or taken as the node's error. */
import type { NormalEach } from "../../language/kinds/each/each-node.ts";
import { failed } from "../attempts/run-attempts.ts";
import type { Failed, State } from "../call/internal-channels.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { valueAt } from "../call/take-args.ts";
import { errorOf } from "./branch.ts";

/** One item that is done. */
export interface ItemEnd {
  readonly index: number;
  /** What it wrote into channels of its own. */
  readonly writes: Readonly<Record<string, unknown>>;
  readonly failed?: Failed;
}

/** The list that the node runs over. */
export function itemsOf({ over }: NormalEach, state: State): readonly unknown[] {
  const { [over]: items } = state;
  return Array.isArray(items) ? items : [];
}

export function collectItems(call: Call, node: NormalEach, ends: readonly ItemEnd[]): Outcome {
  const sorted = [...ends].sort((a, b) => a.index - b.index);
  const done = sorted.filter((end) => end.failed === undefined);
  // an item that never wrote the channel has nothing to collect
  const valuesOf = (source: string) => done.map(({ writes }) => valueAt(writes, source)).filter((value) => value !== undefined);
  const collected = Object.entries(node.collect).map(([list, source]) => [list, valuesOf(source)] as const);
  const writes = Object.fromEntries(collected);
  const broken = sorted.flatMap(({ index, failed: failure }) => (failure ? [{ index, failure }] : []));
  const [first] = broken;
  if (!first) return { label: "next", writes };
  if (!node.failures) return { ...failed(call, errorOf(first.failure)), writes };
  const items = itemsOf(node, call.state);
  const list = broken.map(({ index, failure }) => ({ index, item: items[index], error: textOf(failure) }));
  return { label: "failures", writes: { ...writes, [node.failures.collect]: list } };
}

const textOf = ({ code, message }: Failed): string => (code === undefined ? message : `${code}: ${message}`);
