/** What a graph is to the one that calls it: what it takes, what may be read from it, how it ends. Declared or raw, the same questions. */

import type { Subgraph } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { type FieldSchema, fieldsOf, jsonSchemaOf, sourceSchema } from "../schema/json-schema.ts";

export interface SubgraphFacts {
  /** What the caller must give, by name. */
  readonly inputs: ReadonlyMap<string, FieldSchema>;
  /** Names that the caller may read. */
  readonly outputs: readonly string[];
  /** What a name, or a field of one ("order.id"), gives; `undefined` when there is no such thing. */
  source(name: string): FieldSchema | undefined;
  /** The labels with which it ends; none when it just ends. */
  readonly ends: readonly string[];
}

export function subgraphFacts(graph: Subgraph): SubgraphFacts {
  if ("graph" in graph) {
    const outputs = fieldsOf(jsonSchemaOf(graph.output));
    return { inputs: fieldsOf(jsonSchemaOf(graph.args)), outputs: [...outputs.keys()], source: (name) => outputs.get(name), ends: [] };
  }
  const registry = registryOf(graph);
  const inputs = (graph.input ?? []).flatMap((name) => {
    const field = sourceSchema(registry, name);
    return field ? [[name, field] as const] : [];
  });
  const outputs = graph.output ?? Object.keys(registry.state);
  return {
    inputs: new Map(inputs),
    outputs,
    source: (name) => (outputs.includes(name.split(".")[0] as string) ? sourceSchema(registry, name) : undefined),
    ends: graph.endsWith ?? [],
  };
}
