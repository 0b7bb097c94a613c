/** One entry a kind: how it runs, or into which vertices it unfolds. The compiler knows kinds only through this table. */
import { edgesOf } from "../language/graph/edges-of.ts";
import type { NodeKind, NormalNode } from "../language/graph/normal-graph.ts";
import { runAgent } from "./agent/agent.ts";
import type { Run, Vertex } from "./call/kind.ts";
import { expandEach } from "./composite/each.ts";
import { expandParallel } from "./composite/parallel.ts";
import { runSubgraph } from "./composite/subgraph.ts";
import { runInterrupt } from "./interrupt/interrupt.ts";
import { runRouter } from "./router.ts";
import { runTask } from "./task.ts";
import { runTool } from "./tool.ts";

type NodeOf<K extends NodeKind> = Extract<NormalNode, { kind: K }>;

/** Kinds that are one vertex. */
const runs = {
  agent: runAgent,
  interrupt: runInterrupt,
  router: runRouter,
  subgraph: runSubgraph,
  task: runTask,
  tool: runTool,
} satisfies { [K in NodeKind]?: Run<NodeOf<K>> };

/** Kinds that are several. */
const expansions = {
  each: expandEach,
  parallel: expandParallel,
} satisfies {
  [K in Exclude<NodeKind, keyof typeof runs>]: (name: string, node: NodeOf<K>, runOf: (kind: PlainKind) => Run) => readonly Vertex[];
};

type PlainKind = keyof typeof runs;
const runOf = (kind: PlainKind): Run => runs[kind] as Run<never> as Run;
const isPlain = (kind: NodeKind): kind is PlainKind => Object.hasOwn(runs, kind);

/** The vertices of a node: the first is the one that the node is entered by. */
export function verticesOf(name: string, node: NormalNode): readonly Vertex[] {
  if (isPlain(node.kind)) return [{ name, speaksFor: name, node, isEntry: true, edges: edgesOf(node), run: runOf(node.kind) }];
  const expand = expansions[node.kind] as (name: string, node: never, run: typeof runOf) => readonly Vertex[];
  return expand(name, node as never, runOf);
}
