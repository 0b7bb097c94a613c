/** The kinds that may stand anywhere, also as the body of each and parallel. */

import type { Vocabulary } from "../../registry/vocabulary.ts";
import { agentKind } from "../agent/agent.ts";
import type { AgentData, AgentNode, NormalAgent } from "../agent/agent-node.ts";
import { interruptKind } from "../interrupt/interrupt.ts";
import type { InterruptData, InterruptNode, NormalInterrupt } from "../interrupt/interrupt-node.ts";
import type { Kind } from "../kind/kind.ts";
import { routerKind } from "../router/router.ts";
import type { NormalRouter, RouterData, RouterNode } from "../router/router-node.ts";
import { subgraphKind } from "../subgraph/subgraph.ts";
import type { NormalSubgraph, SubgraphData, SubgraphNode } from "../subgraph/subgraph-node.ts";
import { type NormalTask, type TaskData, type TaskNode, taskKind } from "../task/task.ts";
import { toolKind } from "../tool/tool.ts";
import type { NormalTool, ToolData, ToolNode } from "../tool/tool-node.ts";

export interface PlainDataByKind {
  agent: AgentData;
  router: RouterData;
  tool: ToolData;
  task: TaskData;
  interrupt: InterruptData;
  subgraph: SubgraphData;
}
export interface NormalPlainByKind {
  agent: NormalAgent;
  router: NormalRouter;
  tool: NormalTool;
  task: NormalTask;
  interrupt: NormalInterrupt;
  subgraph: NormalSubgraph;
}
export type PlainData = PlainDataByKind[keyof PlainDataByKind];
export type NormalPlain = NormalPlainByKind[keyof NormalPlainByKind];

export const plainKinds: { readonly [K in keyof PlainDataByKind]: Kind<PlainDataByKind[K], NormalPlainByKind[K]> } = {
  agent: agentKind,
  router: routerKind,
  tool: toolKind,
  task: taskKind,
  interrupt: interruptKind,
  subgraph: subgraphKind,
};

/** One of them as a typed literal; inside each and parallel `join` is among its targets. */

export type PlainNode<V extends Vocabulary, N extends string, T extends string, Ps> =
  | AgentNode<V, N, T, Ps>
  | RouterNode<V, T, Ps>
  | TaskNode<V, T, Ps>
  | ToolNode<V, T, Ps>
  | InterruptNode<V, N, T, Ps>
  | SubgraphNode<V, T, Ps>;
