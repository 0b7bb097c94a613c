/** The kinds that may stand anywhere, also as the body of each and parallel. */
import { type AgentData, agentKind, type NormalAgent } from "./agent.ts";
import { type InterruptData, interruptKind, type NormalInterrupt } from "./interrupt.ts";
import type { Kind } from "./kind.ts";
import { type NormalRouter, type RouterData, routerKind } from "./router.ts";
import { type NormalSubgraph, type SubgraphData, subgraphKind } from "./subgraph.ts";
import { type NormalTask, type TaskData, taskKind } from "./task.ts";
import { type NormalTool, type ToolData, toolKind } from "./tool.ts";

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
