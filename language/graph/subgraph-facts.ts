/** Reads from a graph the facts that its caller needs. */

import type { RawGraph, Subgraph } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { acceptedSchemaOf, fieldsOf, jsonSchemaOf, sourceSchema } from "../schema/json-schema.ts";
import { channelOf } from "../terms/source.ts";
import type { SubgraphFacts, WrittenAtStops } from "../terms/subgraph-facts.ts";
import type { GraphData } from "./graph-data.ts";

/** `writtenAtStops` is asked only when the caller wants to know. */
export function subgraphFacts(graph: Subgraph, writtenAtStops: (graph: GraphData) => WrittenAtStops): SubgraphFacts {
  return "graph" in graph ? factsOfRaw(graph) : factsOfDeclared(graph, writtenAtStops);
}

function factsOfRaw({ args, output }: RawGraph): SubgraphFacts {
  const outputs = fieldsOf(jsonSchemaOf(output));
  return {
    inputs: fieldsOf(acceptedSchemaOf(args)),
    outputs: [...outputs.keys()],
    source: (name) => outputs.get(name),
    ends: [],
    signals: [],
    writtenAtStops: undefined,
  };
}

function factsOfDeclared(graph: GraphData, writtenAtStops: (graph: GraphData) => WrittenAtStops): SubgraphFacts {
  const registry = registryOf(graph);
  const inputs = (graph.input ?? []).flatMap((name) => {
    const field = sourceSchema(registry, name);
    return field ? [[name, field] as const] : [];
  });
  const outputs = graph.output ?? Object.keys(registry.state);
  return {
    inputs: new Map(inputs),
    outputs,
    source: (name) => (outputs.includes(channelOf(name)) ? sourceSchema(registry, name) : undefined),
    ends: graph.endsWith ?? [],
    signals: Object.keys(graph.signals ?? {}),
    get writtenAtStops() {
      return writtenAtStops(graph);
    },
  };
}
