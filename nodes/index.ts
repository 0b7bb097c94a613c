/** One entry for each kind: how it runs, or into which vertices it unfolds. The compiler knows kinds only through these tables. */
import { edgesOf } from "../language/graph/edges-of.ts";
import { type HoldingKind, isPlain, type NormalByKind, type NormalNode } from "../language/kinds/all.ts";
import type { PlainKind } from "../language/kinds/body/plain.ts";
import { runAgent } from "./agent/agent.ts";
import type { Call, Outcome, RunPlain, Vertex } from "./call/kind.ts";
import { saidBy } from "./call/speaker.ts";
import { expandEach } from "./composite/each.ts";
import { expandParallel } from "./composite/parallel.ts";
import { runSubgraph } from "./composite/subgraph.ts";
import { runInterrupt } from "./interrupt/interrupt.ts";
import { runRouter } from "./router.ts";
import { runSet } from "./set.ts";
import { runSleep } from "./sleep.ts";
import { runTask } from "./task.ts";
import { runTool } from "./tool.ts";

/** Kinds that are one vertex. */
const runs: { readonly [K in PlainKind]: (call: Call<NormalByKind[K]>) => Promise<Outcome> } = {
  agent: runAgent,
  interrupt: runInterrupt,
  router: runRouter,
  set: runSet,
  sleep: runSleep,
  subgraph: runSubgraph,
  task: runTask,
  tool: runTool,
};

/** Kinds that are several. */
const expansions: { readonly [K in HoldingKind]: (name: string, node: NormalByKind[K], run: RunPlain) => readonly Vertex[] } = {
  each: expandEach,
  parallel: expandParallel,
};

const runAs = <K extends PlainKind>(kind: K, call: Call<NormalByKind[K]>): Promise<Outcome> => runs[kind](call);
const runPlain: RunPlain = (call) => runAs(call.node.kind, call);
const expandAs = <K extends HoldingKind>(kind: K, name: string, node: NormalByKind[K]): readonly Vertex[] =>
  expansions[kind](name, node, runPlain);

/** The vertices of a node: the first is the one that the node is entered by. */
export function verticesOf(name: string, node: NormalNode): readonly Vertex[] {
  if (!isPlain(node)) return expandAs(node.kind, name, node).map(speaking);
  return [speaking({ name, speaksFor: name, node, isEntry: true, edges: edgesOf(node), run: (call) => runPlain({ ...call, node }) })];
}

/** What it writes into a conversation says whose words it is. */
function speaking(vertex: Vertex): Vertex {
  const run: Vertex["run"] = async (call) => {
    const outcome = await vertex.run(call);
    if ("fork" in outcome || !outcome.writes) return outcome;
    return { ...outcome, writes: saidBy(vertex.node, call.registry, outcome.writes) };
  };
  return { ...vertex, run };
}
