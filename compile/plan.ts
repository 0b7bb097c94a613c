/** A graph unfolded: its vertices and labelled edges. What `compile/` turns into LangGraph, and all that it knows of a node. */
import type { Edge } from "../language/edge.ts";
import { edgesOf } from "../language/edges-of.ts";
import type { NormalGraph, NormalNode } from "../language/normal-graph.ts";
import { runs } from "../nodes/index.ts";
import type { Call, Outcome, Run } from "../nodes/kind.ts";

export interface Vertex {
  readonly name: string;
  readonly node: NormalNode;
  readonly edges: readonly Edge[];
  readonly run: Run;
}

export interface Plan {
  readonly graph: NormalGraph;
  readonly vertices: readonly Vertex[];
}

export function planOf(graph: NormalGraph): Plan {
  const vertices = Object.entries(graph.nodes).map(([name, node]) => ({
    name,
    node,
    edges: edgesOf(node),
    run: runs[node.kind] as (call: Call<never>) => Promise<Outcome> as Run,
  }));
  return { graph, vertices };
}
