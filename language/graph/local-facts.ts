/** What is known of a graph in another one's head, besides its declaration. It stands beside the data under a symbol: copies keep it, JSON does not show it. */
import type { Subgraph } from "../registry/registry.ts";

export interface LocalFacts {
  /** Channels that its caller must have: what it would read before anything in it writes. */
  readonly needs: readonly string[];
  /** Channels that its caller gets where the call does not map them. */
  readonly gives: readonly string[];
  /** Channels that a way through it may clear. */
  readonly clears: readonly string[];
}

/** The id that a graph in the head has, in traces and reports. */
export const localGraphId = (id: string, name: string): string => `${id}-${name}`;

const LOCAL = Symbol("local");

export const asLocal = <G extends object>(graph: G, facts: LocalFacts): G => Object.assign(graph, { [LOCAL]: facts });

/** Undefined for a graph of the registry. */
export function localFacts(graph: Subgraph | undefined): LocalFacts | undefined {
  return graph && LOCAL in graph ? (graph[LOCAL] as LocalFacts) : undefined; // asLocal alone writes it
}

/** The graphs that the registry itself has. */
export const sharedGraphs = (graphs: Readonly<Record<string, Subgraph>> = {}): Record<string, Subgraph> =>
  Object.fromEntries(Object.entries(graphs).filter(([, graph]) => localFacts(graph) === undefined));
