/** One entry a kind: how it runs. The compiler knows kinds only through this table. */
import type { NormalEach, NormalNode, NormalParallel, NormalSubgraph } from "../language/normal-graph.ts";
import { runAgent } from "./agent.ts";
import { runInterrupt } from "./interrupt.ts";
import type { Run } from "./kind.ts";
import { runRouter } from "./router.ts";
import { runTask } from "./task.ts";
import { runTool } from "./tool.ts";

/** Declared and checked, but not yet unfolded. */
const refuse: Run<NormalEach | NormalParallel | NormalSubgraph> = async ({ node, name }) => {
  throw new TypeError(`node "${name}": the kind "${node.kind}" cannot run yet`);
};

export const runs = {
  agent: runAgent,
  each: refuse,
  interrupt: runInterrupt,
  parallel: refuse,
  router: runRouter,
  subgraph: refuse,
  task: runTask,
  tool: runTool,
} satisfies { [K in NormalNode["kind"]]: Run<Extract<NormalNode, { kind: K }>> };
