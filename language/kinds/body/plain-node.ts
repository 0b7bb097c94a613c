/** An ordinary node as a typed literal: it may stand in a graph and, with `join` among its targets, inside each and parallel. */
import type { Vocabulary } from "../../registry/vocabulary.ts";
import type { AgentNode } from "../agent/agent.ts";
import type { InterruptNode } from "../interrupt/interrupt.ts";
import type { RouterNode } from "../router/router.ts";
import type { SubgraphNode } from "../subgraph/subgraph.ts";
import type { TaskNode } from "../task/task.ts";
import type { ToolNode } from "../tool/tool.ts";

export type PlainNode<V extends Vocabulary, N extends string, T extends string, Ps> =
  | AgentNode<V, N, T, Ps>
  | RouterNode<V, T, Ps>
  | TaskNode<V, T, Ps>
  | ToolNode<V, T, Ps>
  | InterruptNode<V, N, T, Ps>
  | SubgraphNode<V, T, Ps>;
