/** What a graph gives to its nodes while they are written out in full and checked. */
import type { RegistryEntries } from "../../registry/entries.ts";
import type { SubgraphFacts } from "../../terms/subgraph-facts.ts";
import type { NormalPolicy } from "./policy.ts";

export interface NormalContext {
  readonly registry: RegistryEntries;
  readonly defaults: NormalPolicy;
  /** A graph of the registry, by its name there. */
  subgraph(name: string): SubgraphFacts | undefined;
}
