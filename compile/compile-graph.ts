/** Compiles a declaration to a LangGraph StateGraph: one vertex for each node, one conditional edge with every declared label. It does not know the kinds. */
import { type BaseCheckpointSaver, StateGraph } from "@langchain/langgraph";
import type { GraphData } from "../language/graph/graph-data.ts";
import type { NormalGraph } from "../language/graph/normal-graph.ts";
import { registryFor } from "../language/graph/normalise.ts";
import { isRemembering, kindOf } from "../language/kinds/all.ts";
import type { InnerGraph } from "../language/kinds/kind/kind.ts";
import { type Declaration, rememberDeclaration } from "../language/registry/declaration.ts";
import type { RawGraph, Registry } from "../language/registry/registry.ts";
import { registryOf } from "../language/registry/registry-of.ts";
import { namedIn } from "../language/rules/references.ts";
import { canonicalJson } from "../language/schema/canonical-json.ts";
import { parseValue } from "../language/schema/sides/read-value.ts";
import type { Params } from "../language/terms/data-flow.ts";
import { checkedGraph } from "../language/validate/checked-graph.ts";
import { KEPT, MEMORY, PATH, type State } from "../nodes/call/internal-channels.ts";
import type { ChildGraph, Vertex } from "../nodes/call/kind.ts";
import type { Ports } from "../nodes/call/ports.ts";
import { Regions } from "../nodes/call/regions.ts";
import { verticesOf } from "../nodes/index.ts";
import { addEntry, addWays } from "./add-edges.ts";
import { type CompiledGraph, type GraphBuilder, isCompiledGraph } from "./langgraph.ts";
import { leaveByOwnSteps } from "./leave-vertex.ts";
import { rememberRaw } from "./raw-source.ts";
import { type GraphContext, runVertex } from "./run-vertex.ts";
import { ChildInputSchema, channelsOf, DeclaredSchema, InputSchema } from "./state-schema.ts";
import { TaskLabels } from "./task-labels.ts";

export type { CompiledGraph };

export interface CompileOptions {
  readonly ports: Ports;
  readonly checkpointer?: BaseCheckpointSaver;
}

/** For graphs built by hand inside a node, which inherit the limit of the graph around them. */
const LEAST_STEPS = 1_000;
const forking = new WeakSet<object>();

/** Whether branches of the graph, or of one inside it, run side by side: then one may leave while another waits for a person. */
export const hasRegions = (compiled: object): boolean => forking.has(compiled);

/**
 * Compiles a graph made by `defineGraph` or `loadGraph` to a LangGraph graph. `signalbox serve` and `createRuntime` compile it again with their own ports
 * and checkpointer; `ports` here are for other hosts, such as LangGraph Studio.
 * @throws INVALID_INPUT, from a run whose input lacks what the first node needs.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) with every issue, if the declaration is invalid.
 * @example
 * export const desk = compileGraph(supportDesk, { ports: lazyPorts({ dataFolder: ".signalbox/studio" }) });
 */
export function compileGraph(graph: GraphData, { params, ...options }: CompileOptions & { readonly params?: Params }): CompiledGraph {
  return compileDeclaration({ graph, registry: registryOf(graph), ...(params && { params }) }, options);
}

/** Compiles graph data, such as a stored definition, against a registry. */
export function compileDeclaration(declaration: Declaration, options: CompileOptions): CompiledGraph {
  const { graph, params } = declaration;
  const registry = registryFor(declaration.registry, graph);
  const compiled = build(checkedGraph(registry, graph, params), registry, options);
  rememberDeclaration(compiled, declaration);
  return compiled;
}

/** `isChild`: run inside another graph, whose node reads all its channels and its path when it has ended. */
function build(graph: NormalGraph, registry: Registry, options: CompileOptions, { isChild = false } = {}): CompiledGraph {
  const vertices = Object.entries(graph.nodes).flatMap(([name, node]) => verticesOf(name, node));
  const remembers = vertices.some(({ node }) => isRemembering(node));
  const schemas = schemasOf(graph, registry, { isChild, remembers });
  const builder: GraphBuilder = new StateGraph(schemas);
  const ways = new TaskLabels();
  const exits = [addEntry(builder, graph, { registry, ways, vertices })];
  const children = compileChildren(vertices, registry, options);
  const context: GraphContext = {
    graph: graph.id,
    registry,
    ports: options.ports,
    regions: new Regions(),
    child: (inner) => childIn(children, inner),
    answered: (config, way) => ways.set(config, way),
  };
  for (const vertex of vertices) {
    const inside = innerGraph(vertex).flatMap((inner) => children.get(keyOf(inner))?.compiled ?? []);
    // whose messages a stream carries: agent-words.ts reads it
    const metadata = { kind: vertex.node.kind, vertex: vertex.name };
    builder.addNode(vertex.name, runVertex(vertex, context), { metadata, ...(inside.length > 0 && { subgraphs: inside }) });
    exits.push(addWays(builder, vertex, ways));
  }
  const { checkpointer } = options;
  const compiled: CompiledGraph = builder.compile({ ...(checkpointer && !isChild && { checkpointer }), name: graph.id });
  leaveByOwnSteps(compiled, schemas.state, exits);
  if (!isChild) compiled.streamChannels = Object.keys(registry.state);
  const limited: CompiledGraph = compiled.withConfig({ recursionLimit: recursionLimitOf(graph, vertices.length) });
  const isForking = vertices.some(({ forks }) => forks !== undefined);
  if (isForking || [...children.values()].some((child) => child.compiled && hasRegions(child.compiled))) forking.add(limited);
  return limited;
}

function schemasOf(graph: NormalGraph, registry: Registry, { isChild, remembers }: { isChild: boolean; remembers: boolean }) {
  const { state } = registry;
  const channels = channelsOf(registry, { remembers });
  const output = isChild ? Object.keys(state) : graph.output;
  return {
    state: new DeclaredSchema(state, channels.all),
    input: new (isChild ? ChildInputSchema : InputSchema)(graph.id, pick(state, graph.input), channels.input),
    output: new DeclaredSchema(pick(state, output), pick(channels.all, isChild ? [...output, PATH, MEMORY] : output)),
  };
}

const pick = <V>(from: Readonly<Record<string, V>>, names: readonly string[]): Record<string, V> =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** LangGraph's backstop. No declared graph reaches it: between two counted visits no vertex is entered twice. */
function recursionLimitOf({ nodes }: NormalGraph, vertices: number): number {
  const counted = Object.values(nodes).reduce((sum, { visits }) => sum + (visits?.max ?? 0), 0);
  // before the first counted visit, after each, and after the budget's edge
  return Math.max(LEAST_STEPS, (counted + 2) * (vertices + 1));
}

interface RunnableChild extends ChildGraph {
  /** Undefined when a graph built by hand is not a compiled LangGraph: running it fails with that reason. */
  readonly compiled: CompiledGraph | undefined;
}

type Children = ReadonlyMap<string, RunnableChild>;

function childIn(children: Children, inner: InnerGraph): RunnableChild {
  const child = children.get(keyOf(inner));
  if (!child) throw new TypeError(`registry has no graph "${inner.name}"`);
  return child;
}

const innerGraph = ({ node }: Vertex): readonly InnerGraph[] => [kindOf(node).innerGraph?.(node) ?? []].flat();

/** Calls with the same values share one compiled graph. */
const keyOf = ({ name, params = {} }: InnerGraph): string => canonicalJson([name, params]);

/** The graphs that nodes name. A declared one is compiled without a checkpointer of its own: it uses its parent's, under a namespace. */
function compileChildren(vertices: readonly Vertex[], registry: Registry, { ports }: CompileOptions): Children {
  const calls = new Map(vertices.flatMap(innerGraph).map((inner) => [keyOf(inner), inner]));
  return new Map(
    [...calls].flatMap(([key, { name, params }]) => {
      const child = namedIn(registry.graphs, name);
      return child ? [[key, "graph" in child ? rawChild(name, child) : declaredChild(child, ports, params)] as const] : [];
    }),
  );
}

function declaredChild(child: GraphData, ports: Ports, params?: Params): RunnableChild {
  const registry = registryOf(child);
  const compiled = build(checkedGraph(registry, child, params), registry, { ports }, { isChild: true });
  const { recursionLimit = LEAST_STEPS } = compiled.config ?? {}; // its own: the caller's comes with the caller's config
  return {
    compiled,
    run: async (input, config, kept) => {
      const given = kept === undefined ? input : { ...input, [KEPT]: kept };
      const { [PATH]: path = [], ...state }: State = await compiled.invoke(given, { ...config, recursionLimit });
      return { state, path };
    },
  };
}

/** A LangGraph built by hand: it takes and returns plain state, and has one ending. */
function rawChild(name: string, { graph, args, output }: RawGraph): RunnableChild {
  const compiled = isCompiledGraph(graph) ? graph : undefined;
  if (compiled) rememberRaw(compiled, compiled);
  return {
    compiled,
    run: async (input, config) => {
      if (!compiled) throw new TypeError(`graph "${name}" is not a compiled LangGraph`);
      // a limit of its own stays; by default it has that of the graph around it
      const { recursionLimit = config.recursionLimit } = compiled.config ?? {};
      const given = await compiled.invoke(await parseValue<Record<string, unknown>>(args, input), {
        ...config,
        ...(recursionLimit !== undefined && { recursionLimit }),
      });
      return { state: await parseValue<Record<string, unknown>>(output, given), path: [] };
    },
  };
}
