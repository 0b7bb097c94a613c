/** The registry that a graph value was declared with. Kept beside the value, so that the value stays plain data. */
import type { GraphData } from "../graph/graph-data.ts";
import type { Registry } from "./registry.ts";

export interface GraphWithRegistry {
  readonly graph: GraphData;
  readonly registry: Registry;
}

const declared = new WeakMap<object, GraphWithRegistry>();

export function rememberRegistry<G extends GraphData>(graph: G, registry: Registry): G {
  declared.set(graph, { graph, registry });
  return graph;
}

/** The registry is made when it is first asked for. */
export function rememberLater<G extends GraphData>(graph: G, make: () => Registry): G {
  let made: Registry | undefined;
  declared.set(graph, {
    graph,
    get registry() {
      made ??= make();
      return made;
    },
  });
  return graph;
}

/** A value as the graph that `defineGraph` or `loadGraph` made; undefined for any other value. */
export const declaredAs = (value: object): GraphWithRegistry | undefined => declared.get(value);

/**
 * The registry that a graph was declared with. Takes the value that `defineGraph` or `loadGraph` returned, not a copy of it.
 * @example
 * const { issues } = validate(registryOf(supportDesk), supportDesk);
 * console.log(issues.length);
 */
export function registryOf(graph: GraphData): Registry {
  const registry = declared.get(graph)?.registry;
  if (!registry)
    throw new TypeError(
      `Graph "${graph.id}" was not made by defineGraph or loadGraph, so its registry is unknown. Pass the value that setup(…) returned, not a copy.`,
    );
  return registry;
}

/** The graph with this id and its registry: the thread's own, or one inside it. */
export function graphWithin({ graph, registry }: GraphWithRegistry, id: string): GraphWithRegistry | undefined {
  if (graph.id === id) return { graph, registry };
  for (const child of Object.values(registry.graphs ?? {})) {
    const found = "graph" in child ? undefined : graphWithin({ graph: child, registry: registryOf(child) }, id);
    if (found) return found;
  }
  return undefined;
}
