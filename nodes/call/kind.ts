/** What every node kind is to the compiler: how it runs, and into which vertices it unfolds. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import type { InnerGraph } from "../../language/kinds/kind/kind.ts";
import type { Registry } from "../../language/registry/registry.ts";
import type { Edge } from "../../language/terms/edge.ts";
import type { Path, Step } from "../../language/terms/step.ts";
import type { Kept, Report, State } from "./internal-channels.ts";
import type { Ports, Scope } from "./ports.ts";
import type { Region } from "./regions.ts";
import type { Usage } from "./usage.ts";

export interface Outcome extends Omit<Step, "node" | "target"> {
  /** Channel → update. */
  readonly writes?: Readonly<Record<string, unknown>>;
  /** What a branch reports to its join. A branch always goes there, regardless of its label's target. */
  readonly report?: Report;
  /** Steps inside a subgraph, named `node/inner`. */
  readonly steps?: readonly Step[];
}

/** Enters several vertices at once, each with a state of its own where one is given. */
export interface Fork {
  readonly fork: readonly { readonly vertex: string; readonly state?: Readonly<Record<string, unknown>> }[];
}

/** A graph inside a node. */
export interface ChildGraph {
  run(
    input: Readonly<Record<string, unknown>>,
    config: RunnableConfig,
    kept?: Kept,
  ): Promise<{ readonly state: State; readonly path: Path }>;
}

export interface Call<N extends NormalNode = NormalNode> {
  readonly node: N;
  readonly name: string;
  readonly state: State;
  /** The id of the graph that the node is declared in. */
  readonly graph: string;
  readonly registry: Registry;
  readonly ports: Ports;
  readonly scope: Scope;
  /** Aborted when the run is cancelled or loses its lease, and when a sibling branch leaves early. */
  readonly signal: AbortSignal;
  /** LangGraph's config of this task, passed to graphs that run inside it. */
  readonly config: RunnableConfig;
  /** A graph of the registry, compiled to run inside this one. */
  readonly child: (graph: InnerGraph) => ChildGraph;
  /** The branches of one node that run at the same time in this process. */
  readonly region: (node: string) => Region;
  /** In a branch: whether the turn's budget is spent, with what its siblings and this visit have used. */
  readonly isOver?: (used: Partial<Usage>) => boolean;
}

/** Runs the node of a call, which is one of the kinds that can stand in a branch. */
export type RunPlain = (call: Call<NormalPlain>) => Promise<Outcome>;

/** One vertex of the compiled graph. Most nodes are exactly one. */
export interface Vertex {
  readonly name: string;
  /** The name that its steps have in a path: a join speaks for its node. */
  readonly speaksFor: string;
  /** The node that it is a part of, or a branch of it. */
  readonly node: NormalNode;
  /** Where visits and budget are counted: the vertex that a node is entered by. */
  readonly isEntry: boolean;
  /** Labels and their targets. */
  readonly edges: readonly Edge[];
  /** Vertices that it may fork to. */
  readonly forks?: readonly string[];
  /** Labels that it may answer instead of forking, besides those of spent bounds; its join answers the rest. */
  readonly forkLabels?: readonly string[];
  /** The join that it goes to, regardless of its answer. */
  readonly join?: string;
  readonly run: (call: Call) => Promise<Outcome | Fork>;
}
