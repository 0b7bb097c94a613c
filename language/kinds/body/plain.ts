/** The kinds that may stand anywhere, also as the body of each and parallel. */
import { type AgentData, agentKind, type NormalAgent } from "../agent/agent.ts";
import { type InterruptData, interruptKind, type NormalInterrupt } from "../interrupt/interrupt.ts";
import type { Kind } from "../kind/kind.ts";
import { type NormalRouter, type RouterData, routerKind } from "../router/router.ts";
import { type NormalSubgraph, type SubgraphData, subgraphKind } from "../subgraph/subgraph.ts";
import { type NormalTask, type TaskData, taskKind } from "../task/task.ts";
import { type NormalTool, type ToolData, toolKind } from "../tool/tool.ts";

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
