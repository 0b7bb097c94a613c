/** The vocabulary of a graph: the channels and code that it may mention, and the graphs that it may call. */
import type { GraphData } from "../graph/graph-data.ts";
import type { RawGraph, RegistryEntries } from "./entries.ts";

export type * from "./entries.ts";

/** A graph that another may call: declared, or built by hand. */
export type Subgraph = GraphData | RawGraph;

export interface Registry extends RegistryEntries {
  readonly graphs?: Readonly<Record<string, Subgraph>>;
}
