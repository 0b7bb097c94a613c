/** Compiles a declaration to a LangGraph StateGraph: one vertex a node, one conditional edge with every declared label. Knows no kinds. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { type BaseCheckpointSaver, type CompiledStateGraph, END, START, StateGraph } from "@langchain/langgraph";
import type { GraphData } from "../language/graph-data.ts";
import { GraphDefinitionError } from "../language/graph-definition-error.ts";
import type { Params } from "../language/data-flow.ts";
import type { NormalGraph } from "../language/normal-graph.ts";
import { normalise } from "../language/normalise.ts";
import type { Registry } from "../language/registry.ts";
import { registryOf } from "../language/registry-of.ts";
import { validate } from "../language/validate.ts";
import type { Ports } from "../nodes/ports.ts";
import { ENTRY, enterTurn } from "./enter-turn.ts";
import { planOf } from "./plan.ts";
import { runVertex } from "./run-vertex.ts";
import { channelsOf, DeclaredSchema, InputSchema } from "./state-schema.ts";
import { TaskLabels } from "./task-labels.ts";

// biome-ignore lint/suspicious/noExplicitAny: the names of a declared graph are data, LangGraph wants them as types
export type CompiledGraph = CompiledStateGraph<any, any, any, any, any, any>;

export interface CompileOptions {
  readonly ports: Ports;
  readonly checkpointer?: BaseCheckpointSaver;
  /** Values for the graph's `params`, before its own. */
  readonly params?: Params;
}

export interface Declaration {
  readonly graph: GraphData;
  readonly registry: Registry;
}

const DEFAULT_STEPS = 1_000;
const declarations = new WeakMap<object, Declaration>();

/** The declaration that a compiled graph was made from; undefined for a raw LangGraph. */
export const declarationOf = (compiled: object): Declaration | undefined => declarations.get(compiled);

/**
 * Compiles a graph made by `defineGraph` or `loadGraph`.
 *
 * @throws GraphDefinitionError with every issue when the declaration is wrong.
 */
export function compileGraph(graph: GraphData, options: CompileOptions): CompiledGraph {
  return compileDeclaration({ graph, registry: registryOf(graph) }, options);
}

/** Compiles graph data, such as a stored definition, against a registry. */
export function compileDeclaration({ graph, registry }: Declaration, options: CompileOptions): CompiledGraph {
  const { issues } = validate(registry, graph);
  if (issues.some(({ severity }) => severity === "error")) throw new GraphDefinitionError(graph.id, issues);
  const normal = normalise(graph, registry, options.params);
  const compiled = build(normal, registry, options);
  declarations.set(compiled, { graph, registry });
  return compiled;
}

function build(graph: NormalGraph, registry: Registry, { ports, checkpointer }: CompileOptions): CompiledGraph {
  const channels = channelsOf(registry);
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, registry.state[name]] as const)) as Registry["state"];
  const state = {
    state: new DeclaredSchema(registry.state, channels),
    input: new InputSchema(graph.id, pick(graph.input), channels),
    output: new DeclaredSchema(pick(graph.output), Object.fromEntries(graph.output.map((name) => [name, channels[name]] as const)) as never),
  };
  const builder = new StateGraph(state as never) as StateGraph<never, never, never, string>;
  const plan = planOf(graph);
  const labels = new TaskLabels();
  const vertexOf = (target: string): string => (target === "end" || target === "wait" ? END : target);

  builder.addNode(ENTRY, ((values: Record<string, unknown>, config: RunnableConfig) => {
    const turn = enterTurn(graph, registry, values);
    labels.set(config, turn.target);
    return turn.writes;
  }) as never);
  builder.addEdge(START, ENTRY as never);
  const waiting = plan.vertices.filter(({ edges }) => edges.some(({ target }) => target === "wait"));
  const entries = { ...Object.fromEntries(waiting.map(({ name }) => [name, name])), [graph.start]: graph.start };
  builder.addConditionalEdges(ENTRY as never, labels.take(ENTRY), entries as never);

  for (const vertex of plan.vertices) {
    const run = runVertex({ vertex, graph, registry, ports, answered: (config, label) => labels.set(config, label) });
    builder.addNode(vertex.name, run as never, { metadata: { kind: vertex.node.kind } });
    const targets = Object.fromEntries(vertex.edges.map(({ label, target }) => [label, vertexOf(target)]));
    builder.addConditionalEdges(vertex.name as never, labels.take(vertex.name), targets as never);
  }
  const compiled = builder.compile({ ...(checkpointer && { checkpointer }), name: graph.id }) as CompiledGraph;
  compiled.streamChannels = Object.keys(registry.state);
  return compiled.withConfig({ recursionLimit: recursionLimitOf(graph) }) as CompiledGraph;
}

/** LangGraph's backstop, per run. Cycles are bounded by declaration, so it is only there for what the budget lets through. */
function recursionLimitOf({ nodes }: NormalGraph): number {
  const all = Object.values(nodes);
  const steps = Math.max(0, ...all.map(({ budget }) => budget?.steps ?? 0));
  return steps === 0 ? DEFAULT_STEPS : 2 * steps + all.length;
}
