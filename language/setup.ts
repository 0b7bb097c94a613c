/** Fix the vocabulary first, then write graphs as data. */

import type { DeclaredGraph, GraphDefinition } from "./graph/definition/graph-definition.ts";
import type { LocalNodes, LocalParts } from "./graph/definition/local-definition.ts";
import type { GraphData } from "./graph/graph-data.ts";
import { registryFor } from "./graph/normalise.ts";
import { loadGraph } from "./load/load-graph.ts";
import type { Nothing } from "./registry/code.ts";
import type { Registry } from "./registry/registry.ts";
import { rememberLater, rememberRegistry } from "./registry/registry-of.ts";
import type { SoundRegistry } from "./registry/sound-registry.ts";
import type { VocabularyOf } from "./registry/vocabulary.ts";
import type { Params } from "./terms/data-flow.ts";

/** Of one registry. It has a name so that a library can export it: declarations then name it instead of repeating it. */
export type DefineGraph<R extends Registry> = <
  const M = Readonly<Record<string, unknown>>,
  const Ps extends Params = Nothing,
  const E extends string = never,
  const I extends keyof VocabularyOf<R>["values"] & string = never,
  const L extends LocalNodes = Record<never, never>,
  const LE extends LocalParts = Record<never, never>,
  const LP extends LocalParts = Record<never, never>,
>(
  graph: GraphDefinition<VocabularyOf<R>, M, keyof M & string, Ps, E, I, L, LE, LP>,
) => DeclaredGraph<{ values: VocabularyOf<R>["values"]; input: I; ends: E; params: Ps }>;

/** What `setup` returns. It is an interface so that a library can export it: declarations then name it instead of repeating it. */
export interface Setup<R extends Registry> {
  readonly registry: R;
  /** Checks a graph literal against the registry's names in the editor. */
  readonly defineGraph: DefineGraph<R>;
  /** Reads a graph from YAML or JSON text. `file` names it in messages. */
  readonly loadGraph: (text: string, file: string) => GraphData;
}

/** Its own graphs are looked at when they are first needed: a declaration costs nothing where it is imported. */
const remember = (graph: GraphData, registry: Registry): GraphData =>
  graph.graphs ? rememberLater(graph, () => registryFor(registry, graph)) : rememberRegistry(graph, registry);

/**
 * Names the code and the channels that graphs may mention. `defineGraph` checks a literal against these names in the editor;
 * `loadGraph` checks YAML or JSON text against the same rules and throws `GraphDefinitionError` with every issue and its place.
 * @example
 * const { defineGraph } = setup({
 *   state: { question: z.string(), answer: z.string() },
 *   agents: { helper: agent({ args: z.object({ question: z.string() }), output: z.string(), run: async ({ question }) => `You asked: ${question}` }) },
 * });
 * export const hello = defineGraph({
 *   id: "hello", version: 1, start: "reply", input: ["question"], output: ["answer"],
 *   nodes: { reply: { kind: "agent", agent: "helper", writes: "answer", next: "end" } },
 * });
 */
export function setup<const R extends Registry>(registry: R & SoundRegistry<R>): Setup<R> {
  return {
    registry,
    defineGraph: (graph) => remember(graph as unknown as GraphData, registry),
    loadGraph: (text, file) => remember(loadGraph(registry, text, file), registry),
  };
}
