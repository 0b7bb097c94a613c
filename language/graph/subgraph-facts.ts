/** Reads from a graph the facts that its caller needs. */

import type { RawGraph, Subgraph } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { acceptedSchemaOf, fieldsOf, jsonSchemaOf, sourceSchema } from "../schema/json-schema.ts";
import { channelOf } from "../terms/source.ts";
import type { SubgraphFacts, WrittenAtStops } from "../terms/subgraph-facts.ts";
import type { GraphData } from "./graph-data.ts";
import { localFacts } from "./local-facts.ts";

/** What needs the graph's normal form: asked only when the caller wants to know. */
interface NormalFacts {
  writtenAtStops(graph: GraphData): WrittenAtStops;
  remembers(graph: GraphData): boolean;
}

export function subgraphFacts(graph: Subgraph, normal: NormalFacts): SubgraphFacts {
  return "graph" in graph ? factsOfRaw(graph) : factsOfDeclared(graph, normal);
}

function factsOfRaw({ args, output }: RawGraph): SubgraphFacts {
  const outputs = fieldsOf(jsonSchemaOf(output));
  return {
    inputs: fieldsOf(acceptedSchemaOf(args)),
    outputs: [...outputs.keys()],
    gives: [],
    clears: [],
    isLocal: false,
    source: (name) => outputs.get(name),
    ends: [],
    params: {},
    signals: [],
    keeps: [],
    remembers: false,
    writtenAtStops: undefined,
  };
}

function factsOfDeclared(graph: GraphData, normal: NormalFacts): SubgraphFacts {
  const registry = registryOf(graph);
  const local = localFacts(graph);
  const inputs = (graph.input ?? []).flatMap((name) => {
    const field = sourceSchema(registry, name);
    return field ? [[name, local ? { ...field, required: local.needs.includes(name) } : field] as const] : [];
  });
  const outputs = graph.output ?? Object.keys(registry.state);
  return {
    inputs: new Map(inputs),
    outputs,
    gives: local?.gives ?? [],
    clears: local?.clears ?? [],
    isLocal: local !== undefined,
    source: (name) => (outputs.includes(channelOf(name)) ? sourceSchema(registry, name) : undefined),
    ends: graph.endsWith ?? [],
    params: graph.params ?? {},
    signals: Object.keys(graph.signals ?? {}),
    keeps: graph.keeps ?? [],
    get remembers() {
      return normal.remembers(graph);
    },
    get writtenAtStops() {
      return normal.writtenAtStops(graph);
    },
  };
}
