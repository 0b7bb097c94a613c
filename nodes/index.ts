/** One entry a kind: how it runs. The compiler knows kinds only through this table. */
import type { NormalNode } from "../language/normal-graph.ts";
import { runAgent } from "./agent.ts";
import { runInterrupt } from "./interrupt.ts";
import type { Run } from "./kind.ts";
import { runRouter } from "./router.ts";
import { runTask } from "./task.ts";
import { runTool } from "./tool.ts";

export const runs = {
  agent: runAgent,
  interrupt: runInterrupt,
  router: runRouter,
  task: runTask,
  tool: runTool,
} satisfies { [K in NormalNode["kind"]]: Run<Extract<NormalNode, { kind: K }>> };
