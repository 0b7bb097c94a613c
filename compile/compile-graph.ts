/** Compiles a declaration to a LangGraph StateGraph: one vertex a node, one conditional edge with every declared label. Knows no kinds. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { type BaseCheckpointSaver, type CompiledStateGraph, StateGraph } from "@langchain/langgraph";
import type { BaseChannel } from "@langchain/langgraph/channels";
import type { GraphData } from "../language/graph/graph-data.ts";
import type { NormalGraph } from "../language/graph/normal-graph.ts";
import { type Declaration, rememberDeclaration } from "../language/registry/declaration.ts";
import type { RawGraph, Registry } from "../language/registry/registry.ts";
import { registryOf } from "../language/registry/registry-of.ts";
import type { Params } from "../language/terms/data-flow.ts";
import { checkedGraph } from "../language/validate/checked-graph.ts";
import { PATH } from "../nodes/call/internal-channels.ts";
import type { ChildGraph, Vertex } from "../nodes/call/kind.ts";
import type { Ports } from "../nodes/call/ports.ts";
import { Regions } from "../nodes/call/regions.ts";
import type { Path } from "../nodes/call/step.ts";
import { verticesOf } from "../nodes/index.ts";
import { addEntry, addWays } from "./add-edges.ts";
import { runVertex } from "./run-vertex.ts";
import { channelsOf, DeclaredSchema, InputSchema } from "./state-schema.ts";
import { TaskLabels, type Way } from "./task-labels.ts";

// biome-ignore lint/suspicious/noExplicitAny: the names of a declared graph are data, LangGraph wants them as types
export type CompiledGraph = CompiledStateGraph<any, any, any, any, any, any>;

export interface CompileOptions {
  readonly ports: Ports;
  readonly checkpointer?: BaseCheckpointSaver;
}

/** For graphs built by hand inside a node, which take over the limit of the graph around them. */
const LEAST_STEPS = 1_000;
const forking = new WeakSet<object>();

/** Whether branches of the graph, or of one inside it, run side by side: then one may leave while another waits for a person. */
export const hasRegions = (compiled: object): boolean => forking.has(compiled);

/**
 * Compiles a graph made by `defineGraph` or `loadGraph`.
 *
 * @throws GraphDefinitionError with every issue when the declaration is wrong.
 */
export function compileGraph(graph: GraphData, { params, ...options }: CompileOptions & { readonly params?: Params }): CompiledGraph {
  return compileDeclaration({ graph, registry: registryOf(graph), ...(params && { params }) }, options);
}

/** Compiles graph data, such as a stored definition, against a registry. */
export function compileDeclaration(declaration: Declaration, options: CompileOptions): CompiledGraph {
  const { graph, registry, params } = declaration;
  const compiled = build(checkedGraph(registry, graph, params), registry, options);
  rememberDeclaration(compiled, declaration);
  return compiled;
}

/** `isChild`: run inside another graph, whose node reads all its channels and its path when it has ended. */
function build(graph: NormalGraph, registry: Registry, options: CompileOptions, { isChild = false } = {}): CompiledGraph {
  const channels = channelsOf(registry);
  const builder = new StateGraph(schemasOf(graph, registry, { channels, isChild }) as never) as StateGraph<never, never, never, string>;
  const vertices = Object.entries(graph.nodes).flatMap(([name, node]) => verticesOf(name, node));
  const ways = new TaskLabels();
  addEntry(builder as never, graph, { registry, ways, vertices });
  const children = compileChildren(vertices, registry, options);
  const context = {
    graph: graph.id,
    registry,
    ports: options.ports,
    regions: new Regions(),
    child: (name: string) => children.get(name) as RunnableChild,
    answered: (config: RunnableConfig, way: Way) => ways.set(config, way),
  };
  for (const vertex of vertices) {
    const inside = "graph" in vertex.node ? children.get(vertex.node.graph)?.compiled : undefined;
    builder.addNode(
      vertex.name,
      runVertex(vertex, context) as never,
      { metadata: { kind: vertex.node.kind }, ...(inside && { subgraphs: [inside] }) } as never,
    );
    addWays(builder as never, vertex, ways);
  }
  const { checkpointer } = options;
  const compiled = builder.compile({ ...(checkpointer && !isChild && { checkpointer }), name: graph.id }) as CompiledGraph;
  if (!isChild) compiled.streamChannels = Object.keys(registry.state);
  const limited = compiled.withConfig({ recursionLimit: recursionLimitOf(graph, vertices.length) }) as CompiledGraph;
  if (vertices.some(({ forks }) => forks !== undefined) || [...children.values()].some((child) => hasRegions(child.compiled)))
    forking.add(limited);
  return limited;
}

function schemasOf(
  graph: NormalGraph,
  registry: Registry,
  { channels, isChild }: { channels: Record<string, BaseChannel>; isChild: boolean },
) {
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, registry.state[name]] as const)) as Registry["state"];
  const output = isChild ? Object.keys(registry.state) : graph.output;
  const shown = isChild ? [...output, PATH] : output;
  return {
    state: new DeclaredSchema(registry.state, channels),
    input: new InputSchema(graph.id, pick(graph.input), channels),
    output: new DeclaredSchema(pick(output), Object.fromEntries(shown.map((name) => [name, channels[name] as BaseChannel] as const))),
  };
}

/** LangGraph's backstop, which no declared graph meets: between two visits that are counted, no vertex is entered twice. */
function recursionLimitOf({ nodes }: NormalGraph, vertices: number): number {
  const counted = Object.values(nodes).reduce((sum, { visits }) => sum + (visits?.max ?? 0), 0);
  // before the first counted visit, after each, and after the budget's edge
  return Math.max(LEAST_STEPS, (counted + 2) * (vertices + 1));
}

interface RunnableChild extends ChildGraph {
  readonly compiled: CompiledGraph;
}

/** The graphs that nodes name. A declared one is compiled without a checkpointer of its own: it uses its parent's, under a namespace. */
function compileChildren(vertices: readonly Vertex[], registry: Registry, { ports }: CompileOptions): Map<string, RunnableChild> {
  const names = new Set(vertices.flatMap(({ node }) => ("graph" in node ? [node.graph] : [])));
  const children = Object.entries(registry.graphs ?? {}).filter(([name]) => names.has(name));
  return new Map(children.map(([name, child]) => [name, "graph" in child ? rawChild(child) : declaredChild(child, ports)]));
}

function declaredChild(child: GraphData, ports: Ports): RunnableChild {
  const registry = registryOf(child);
  const compiled = build(checkedGraph(registry, child), registry, { ports }, { isChild: true });
  const recursionLimit = compiled.config?.recursionLimit as number; // its own: the caller's comes with the caller's config
  return {
    compiled,
    run: async (input, config) => {
      const { [PATH]: path, ...state } = (await compiled.invoke(input as never, { ...config, recursionLimit })) as Record<string, unknown>;
      return { state, path: (path ?? []) as Path };
    },
  };
}

/** A LangGraph that somebody wrote by hand: it takes and gives plain state, and ends in one way. */
function rawChild({ graph, args, output }: RawGraph): RunnableChild {
  const compiled = graph as CompiledGraph;
  return {
    compiled,
    run: async (input, config) => ({
      state: output.parse(await compiled.invoke(args.parse(input) as never, config)) as Record<string, unknown>,
      path: [],
    }),
  };
}
