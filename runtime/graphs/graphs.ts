/** The graphs that this process runs, each compiled onto our own checkpointer and ports, and the older definitions that threads still follow. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { BaseCheckpointSaver } from "@langchain/langgraph";
import { type CompiledGraph, compileDeclaration } from "../../compile/compile-graph.ts";
import { hasRawParts } from "../../compile/hand-built/asking-code.ts";
import { rememberRaw } from "../../compile/raw-source.ts";
import { localFacts } from "../../language/graph/local-facts.ts";
import type { SignalboxError } from "../../language/issues/errors.ts";
import { type Declaration, declarationOf } from "../../language/registry/declaration.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import type { Params } from "../../language/terms/data-flow.ts";
import { type Definition, definitionOf } from "../../language/versions/fingerprint.ts";
import type { Ports } from "../../nodes/call/ports.ts";
import type { DefinitionRow } from "../../persistence/statements/definitions/find-definition.ts";
import { offerOf, offersOf } from "../offers/offered.ts";
import { definitionDoesNotFit, graphNotFound, graphUnavailable } from "../protocol/refusals.ts";
import { type FittedDefinition, StoredDefinitions } from "./stored-definitions.ts";

/** What langgraph.json may name: a compiled graph, a promise of one, or a function that makes one for each run. */
export type GraphSource =
  | CompiledGraph
  | Promise<CompiledGraph>
  | ((config: RunnableConfig, use?: GraphUse) => CompiledGraph | Promise<CompiledGraph>);

/** What a function makes its graph for: a run, with the run's context, or a look at the graph or at a thread. */
export interface GraphUse {
  readonly accessContext: "threads.create_run" | "assistants.read" | "threads.read";
  readonly executionRuntime: { readonly context: unknown } | null;
}

interface DeclaredEntry {
  readonly declaration: Declaration;
  readonly definition: Definition;
  readonly compiled: CompiledGraph;
}

interface Raw {
  readonly make: (config: RunnableConfig, use: GraphUse) => Promise<CompiledGraph>;
  readonly isMadePerRun: boolean;
}

export interface GraphsOptions {
  readonly saver: BaseCheckpointSaver;
  readonly ports: Ports;
  /** Graph id → an operator's values for its params. */
  readonly params?: Readonly<Record<string, Params>> | undefined;
  readonly findDefinition: (hash: string) => Promise<DefinitionRow | undefined>;
  /** Graph id → why it could not be loaded. */
  readonly broken?: Readonly<Record<string, SignalboxError>> | undefined;
}

/** The settings of a run or of an assistant, for a function that makes its graph by them. */
type CompiledFor = RunnableConfig & { readonly use?: GraphUse };

const LOOK: GraphUse = { accessContext: "assistants.read", executionRuntime: null };

const NOW_RAW = { stored: "declared", offered: "a graph built by hand" };

export class Graphs {
  readonly #named: ReadonlyMap<string, DeclaredEntry | Raw>;
  /** With the graphs inside them, for threads of their own. */
  readonly #entries: ReadonlyMap<string, DeclaredEntry | Raw>;
  readonly #stored: StoredDefinitions;
  /** Graph id → why it could not be loaded. */
  readonly broken: ReadonlyMap<string, SignalboxError>;

  private constructor(
    named: ReadonlyMap<string, DeclaredEntry | Raw>,
    entries: ReadonlyMap<string, DeclaredEntry | Raw>,
    options: GraphsOptions,
  ) {
    this.#named = named;
    this.#entries = entries;
    this.broken = new Map(Object.entries(options.broken ?? {}));
    const { saver: checkpointer, ports } = options;
    this.#stored = new StoredDefinitions(options.findDefinition, (declaration) => compileDeclaration(declaration, { checkpointer, ports }));
  }

  static async load(sources: Readonly<Record<string, GraphSource>>, options: GraphsOptions): Promise<Graphs> {
    const entries = await Promise.all(Object.entries(sources).map(async ([id, source]) => [id, await load(id, source, options)] as const));
    const children = entries.flatMap(([, entry]) => ("make" in entry ? [] : childEntries(entry.declaration, options)));
    return new Graphs(new Map(entries), new Map([...children, ...entries]), options);
  }

  /** Those that langgraph.json names, also the broken ones. */
  get ids(): string[] {
    return [...this.#named.keys(), ...this.broken.keys()];
  }

  /** Of all declared graphs. */
  get declarations(): Declaration[] {
    return [...this.#entries.values()].flatMap((entry) => ("make" in entry ? [] : [entry.declaration]));
  }

  /** Today's definitions of all declared graphs. */
  get definitions(): (Definition & { graphId: string; version: number })[] {
    return [...this.#entries].flatMap(([graphId, entry]) => {
      return "make" in entry ? [] : [{ ...entry.definition, graphId, version: entry.declaration.graph.version }];
    });
  }

  /** Undefined for a raw LangGraph. */
  declared(graphId: string): DeclaredEntry | undefined {
    const entry = this.#entry(graphId);
    return "make" in entry ? undefined : entry;
  }

  /**
   * The graph to run a thread with. `hash` is the definition that the thread follows.
   *
   * @throws DEFINITION_DOES_NOT_FIT when it is an older one that today's code no longer has everything for.
   */
  async compiled(graphId: string, hash: string | null, { use = LOOK, ...config }: CompiledFor = {}): Promise<CompiledGraph> {
    const entry = this.#entry(graphId);
    if ("make" in entry) {
      if (hash !== null) throw definitionDoesNotFit({ graphId, hash, misfits: [{ part: "graph", name: graphId, ...NOW_RAW }] });
      return entry.make(config, use);
    }
    return hash === null || hash === entry.definition.hash ? entry.compiled : this.#storedOne(entry, graphId, hash);
  }

  #entry(graphId: string): DeclaredEntry | Raw {
    const entry = this.#entries.get(graphId);
    const broken = this.broken.get(graphId);
    if (broken) throw graphUnavailable(graphId, broken);
    if (!entry) throw graphNotFound(graphId);
    return entry;
  }

  /** What a definition needs and the code of this process does not offer; empty: it can continue. Never throws for what it names. */
  async fit(graphId: string, hash: string | null): Promise<Pick<FittedDefinition, "misfits"> & { readonly version: number | undefined }> {
    const entry = this.#entries.get(graphId);
    if (!entry) return { version: undefined, misfits: [{ part: "graph", name: graphId, stored: "served" }] };
    if ("make" in entry) return { version: undefined, misfits: hash === null ? [] : [{ part: "graph", name: graphId, ...NOW_RAW }] };
    if (hash === null || hash === entry.definition.hash) return { version: entry.declaration.graph.version, misfits: [] };
    const { stored, misfits } = await this.#stored.fit(hash, graphId, entry.declaration);
    return {
      version: stored?.version,
      misfits: stored ? misfits : [{ part: "graph", name: graphId, stored: "a definition that is not in the database" }],
    };
  }

  /** Whether a graph of this process may be built by hand, or have such a graph inside. */
  mayHaveRawParts(graphId: string): boolean {
    const entry = this.#entry(graphId);
    return "make" in entry || hasRawParts(entry.compiled);
  }

  /** @throws GRAPH_NOT_FOUND unless langgraph.json names it, also where it could not be loaded. */
  requireKnown(graphId: string): void {
    if (!this.ids.includes(graphId)) throw graphNotFound(graphId);
  }

  /** By a function, with the settings of the run. */
  isMadePerRun(graphId: string): boolean {
    const entry = this.#entries.get(graphId);
    return entry !== undefined && "make" in entry && entry.isMadePerRun;
  }

  has(graphId: string): boolean {
    return this.#entries.has(graphId);
  }

  /** What this process can continue without a look at the threads. A function that needs a run's config offers only its id. */
  async offers(): Promise<string[]> {
    const all = await Promise.all(
      [...this.#entries].map(async ([id, entry]) => {
        if (!("make" in entry)) return [entry.definition.hash, ...offersOf(id, entry.compiled)];
        const made = await entry.make({}, LOOK).catch(() => undefined);
        return [offerOf(id, null), ...(made ? offersOf(id, made) : [])];
      }),
    );
    return all.flat();
  }

  async #storedOne({ declaration }: DeclaredEntry, graphId: string, hash: string): Promise<CompiledGraph> {
    const { stored, misfits, compiled } = await this.#stored.fit(hash, graphId, declaration);
    if (compiled) return compiled;
    throw definitionDoesNotFit({ graphId, hash, version: stored?.version, misfits });
  }
}

/** The id of a graph of a registry, for threads that a node starts on it. */
export const childGraphId = (within: string, name: string): string => `${within}/${name}`;

function childEntries({ graph, registry }: Declaration, options: GraphsOptions): (readonly [string, DeclaredEntry])[] {
  return Object.entries(registry.graphs ?? {}).flatMap(([name, child]) => {
    if ("graph" in child) return [];
    const declaration = { graph: child, registry: registryOf(child) };
    // no item of its own thread runs it
    if (localFacts(child)) return childEntries(declaration, options);
    const compiled = compileDeclaration(declaration, { checkpointer: options.saver, ports: options.ports });
    const entry = { declaration, definition: definitionOf(declaration.registry, child), compiled };
    return [[childGraphId(graph.id, name), entry] as const, ...childEntries(declaration, options)];
  });
}

async function load(id: string, source: GraphSource, options: GraphsOptions): Promise<DeclaredEntry | Raw> {
  if (typeof source === "function")
    return { isMadePerRun: true, make: async (config, use) => adopt(await source(config, use), options, source) };
  const graph = await source;
  const declared = declarationOf(graph);
  if (!declared) {
    const raw = adopt(graph, options, graph);
    return { isMadePerRun: false, make: async () => raw };
  }
  const declaration = { ...declared, params: { ...declared.params, ...options.params?.[id] } };
  const compiled = compileDeclaration(declaration, { checkpointer: options.saver, ports: options.ports });
  return { declaration, definition: definitionOf(declaration.registry, declaration.graph), compiled };
}

/** The graph on our checkpointer. A raw one is copied: it may be in use elsewhere with its own. */
function adopt(graph: CompiledGraph, { saver, ports }: GraphsOptions, origin: object): CompiledGraph {
  const declaration = declarationOf(graph);
  if (declaration) return compileDeclaration(declaration, { checkpointer: saver, ports });
  // a copy of the same class, which LangGraph types as its base
  const copy = innerGraph(graph).withConfig({}) as CompiledGraph;
  copy.checkpointer = saver;
  rememberRaw(copy, origin);
  return copy;
}

/** LangChain's createAgent gives a wrapper that looks like a graph and has the real one inside. */
function innerGraph(graph: CompiledGraph): CompiledGraph {
  const { graph: inner } = graph as { graph?: CompiledGraph };
  return inner && "builder" in inner ? inner : graph;
}
