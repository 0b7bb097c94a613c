/** One entry a kind: how it runs, or into which vertices it unfolds. The compiler knows kinds only through this table. */
import { edgesOf } from "../language/graph/edges-of.ts";
import type { NodeKind, NormalNode, NormalPlain } from "../language/graph/normal-graph.ts";
import { runAgent } from "./agent/agent.ts";
import type { Call, Outcome, RunPlain, Vertex } from "./call/kind.ts";
import { expandEach } from "./composite/each.ts";
import { expandParallel } from "./composite/parallel.ts";
import { runSubgraph } from "./composite/subgraph.ts";
import { runInterrupt } from "./interrupt/interrupt.ts";
import { runRouter } from "./router.ts";
import { runTask } from "./task.ts";
import { runTool } from "./tool.ts";

type PlainKind = NormalPlain["kind"];
type CompositeKind = Exclude<NodeKind, PlainKind>;
type NodeOf = { [K in NodeKind]: Extract<NormalNode, { kind: K }> };

/** Kinds that are one vertex. */
const runs: { readonly [K in PlainKind]: (call: Call<NodeOf[K]>) => Promise<Outcome> } = {
  agent: runAgent,
  interrupt: runInterrupt,
  router: runRouter,
  subgraph: runSubgraph,
  task: runTask,
  tool: runTool,
};

/** Kinds that are several. */
const expansions: { readonly [K in CompositeKind]: (name: string, node: NodeOf[K], run: RunPlain) => readonly Vertex[] } = {
  each: expandEach,
  parallel: expandParallel,
};

const runAs = <K extends PlainKind>(kind: K, call: Call<NodeOf[K]>): Promise<Outcome> => runs[kind](call);
const runPlain: RunPlain = (call) => runAs(call.node.kind, call);
const expandAs = <K extends CompositeKind>(kind: K, name: string, node: NodeOf[K]): readonly Vertex[] =>
  expansions[kind](name, node, runPlain);
const isPlain = (node: NormalNode): node is NormalPlain => Object.hasOwn(runs, node.kind);

/** The vertices of a node: the first is the one that the node is entered by. */
export function verticesOf(name: string, node: NormalNode): readonly Vertex[] {
  if (!isPlain(node)) return expandAs(node.kind, name, node);
  return [{ name, speaksFor: name, node, isEntry: true, edges: edgesOf(node), run: (call) => runPlain({ ...call, node }) }];
}
