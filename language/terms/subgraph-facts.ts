/** A graph as seen by the node that calls it: its inputs, its outputs, how it ends. The same interface for a declared graph and one built by hand. */
import type { FieldSchema } from "../schema/json-schema.ts";
import type { Params } from "./data-flow.ts";

/** Where a graph stops (an ending label, `next` when there are none, `wait`) → channels that certainly hold a value there. */
export type WrittenAtStops = ReadonlyMap<string, ReadonlySet<string>>;

export interface SubgraphFacts {
  /** What the caller must give, by name. */
  readonly inputs: ReadonlyMap<string, FieldSchema>;
  /** Names that the caller may read. */
  readonly outputs: readonly string[];
  /** Channels that the caller gets under the same name where its call does not map them. */
  readonly gives: readonly string[];
  /** Channels that it shares with its caller and may clear. */
  readonly clears: readonly string[];
  /** It stands in the caller's head: both have the same channels. */
  readonly isLocal: boolean;
  /** What a name, or a field of one ("order.id"), gives; `undefined` when it does not exist. */
  source(name: string): FieldSchema | undefined;
  /** The labels with which it ends; none when it just ends. */
  readonly ends: readonly string[];
  /** Its params with the values that it declares. */
  readonly params: Params;
  /** The signals that it declares. */
  readonly signals: readonly string[];
  /** The channels that it keeps from call to call. */
  readonly keeps: readonly string[];
  /** It keeps channels, or a graph inside it does. */
  readonly remembers: boolean;
  /** `undefined` for a graph built by hand: its ways are not declared. */
  readonly writtenAtStops: WrittenAtStops | undefined;
}
