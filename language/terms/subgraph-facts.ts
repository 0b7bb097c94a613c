/** What a graph is to the node that calls it: what it takes, what may be read from it, how it ends. The same questions for a declared graph and one built by hand. */
import type { FieldSchema } from "../schema/json-schema.ts";

/** Where a graph stops (an ending label, `next` when there are none, `wait`) → channels that certainly hold a value there. */
export type WrittenAtStops = ReadonlyMap<string, ReadonlySet<string>>;

export interface SubgraphFacts {
  /** What the caller must give, by name. */
  readonly inputs: ReadonlyMap<string, FieldSchema>;
  /** Names that the caller may read. */
  readonly outputs: readonly string[];
  /** What a name, or a field of one ("order.id"), gives; `undefined` when there is no such thing. */
  source(name: string): FieldSchema | undefined;
  /** The labels with which it ends; none when it just ends. */
  readonly ends: readonly string[];
  /** The signals that it declares. */
  readonly signals: readonly string[];
  /** `undefined` for a graph built by hand: its ways are not declared. */
  readonly writtenAtStops: WrittenAtStops | undefined;
}
