/** What the test kit knows of every kind, by the kind's name. */
import type { DataByKind, NodeKind, NormalByKind } from "../../language/kinds/all.ts";
import { agentKit } from "./agent.ts";
import { eachKit } from "./each.ts";
import { interruptKit } from "./interrupt.ts";
import type { KindKit } from "./kind-kit.ts";
import { parallelKit } from "./parallel/parallel.ts";
import { routerKit } from "./router.ts";
import { setKit } from "./set.ts";
import { sleepKit } from "./sleep.ts";
import { subgraphKit } from "./subgraph.ts";
import { taskKit } from "./task.ts";
import { toolKit } from "./tool.ts";

const kits: { readonly [K in NodeKind]: KindKit<DataByKind[K], NormalByKind[K]> } = {
  agent: agentKit,
  each: eachKit,
  interrupt: interruptKit,
  parallel: parallelKit,
  router: routerKit,
  set: setKit,
  sleep: sleepKit,
  subgraph: subgraphKit,
  task: taskKit,
  tool: toolKit,
};

export const kitOf = <K extends NodeKind>(node: { readonly kind: K }): KindKit<DataByKind[K], NormalByKind[K]> => kits[node.kind];
