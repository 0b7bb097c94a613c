/** The kinds of nodes, each under its name. A new kind is a file beside this one and a line in each list. */
import { type AgentData, agentKind, type NormalAgent } from "./agent.ts";
import { type InterruptData, interruptKind, type NormalInterrupt } from "./interrupt.ts";
import type { Kind } from "./kind.ts";
import { type NormalRouter, type RouterData, routerKind } from "./router.ts";
import { type NormalTask, type TaskData, taskKind } from "./task.ts";
import { type NormalTool, type ToolData, toolKind } from "./tool.ts";

interface DataByKind {
  agent: AgentData;
  router: RouterData;
  tool: ToolData;
  task: TaskData;
  interrupt: InterruptData;
}
interface NormalByKind {
  agent: NormalAgent;
  router: NormalRouter;
  tool: NormalTool;
  task: NormalTask;
  interrupt: NormalInterrupt;
}
export type NodeKind = keyof DataByKind;
/** A node as data. */
export type NodeData = DataByKind[NodeKind];
/** A node with everything implied written out. */
export type NormalNode = NormalByKind[NodeKind];

export const kinds: { readonly [K in NodeKind]: Kind<DataByKind[K], NormalByKind[K]> } = {
  agent: agentKind,
  router: routerKind,
  tool: toolKind,
  task: taskKind,
  interrupt: interruptKind,
};

/** What a node's kind says about it. The two members of a node's kind always belong together, which the compiler cannot follow. */
export const kindOf = (node: { readonly kind: NodeKind }) => kinds[node.kind] as unknown as Kind<NodeData, NormalNode>;
