/** The kinds that can also be the body of each and parallel. A new kind goes here, one line in each list, unless it holds other nodes: then into all.ts. */
import type { Vocabulary } from "../../registry/vocabulary.ts";
import { agentKind } from "../agent/agent.ts";
import type { AgentNode } from "../agent/agent-node.ts";
import { interruptKind } from "../interrupt/interrupt.ts";
import type { InterruptNode } from "../interrupt/interrupt-node.ts";
import type { DataOf, NormalOf, PlainKindOf } from "../kind/kind.ts";
import { routerKind } from "../router/router.ts";
import type { RouterNode } from "../router/router-node.ts";
import { setKind } from "../set/set.ts";
import type { SetNode } from "../set/set-node.ts";
import { sleepKind } from "../sleep/sleep.ts";
import type { SleepNode } from "../sleep/sleep-node.ts";
import { subgraphKind } from "../subgraph/subgraph.ts";
import type { SubgraphNode } from "../subgraph/subgraph-node.ts";
import { type TaskNode, taskKind } from "../task/task.ts";
import { toolKind } from "../tool/tool.ts";
import type { ToolNode } from "../tool/tool-node.ts";

const list = {
  agent: agentKind,
  router: routerKind,
  tool: toolKind,
  task: taskKind,
  set: setKind,
  interrupt: interruptKind,
  sleep: sleepKind,
  subgraph: subgraphKind,
};

/** One of them as a typed literal; inside each and parallel `join` is among its targets. */
export type PlainNode<V extends Vocabulary, N extends string, T extends string, Ps> =
  | AgentNode<V, N, T, Ps>
  | RouterNode<V, T, Ps>
  | TaskNode<V, T, Ps>
  | ToolNode<V, T, Ps>
  | SetNode<V, T, Ps>
  | InterruptNode<V, N, T, Ps>
  | SleepNode<V, T, Ps>
  | SubgraphNode<V, T, Ps>;

export type PlainKind = keyof typeof list;
export type PlainDataByKind = { [K in PlainKind]: DataOf<(typeof list)[K]> };
export type NormalPlainByKind = { [K in PlainKind]: NormalOf<(typeof list)[K]> };
export type PlainData = PlainDataByKind[PlainKind];
export type NormalPlain = NormalPlainByKind[PlainKind];

export const plainKinds: { readonly [K in PlainKind]: PlainKindOf<PlainDataByKind[K], NormalPlainByKind[K]> } = list;

/** The kind of a node. */
export const plainKindOf = <K extends PlainKind>(node: { readonly kind: K }): PlainKindOf<PlainDataByKind[K], NormalPlainByKind[K]> =>
  plainKinds[node.kind];
