/** How a graph literal is typed. One name in the package holds these types: a library's emitted declarations refer to them. A new kind adds its node type here. */

export type { CheckedNode, Target } from "./graph/definition/checked-node.ts";
export type { CompleteNode, NodesOf } from "./graph/definition/complete-node.ts";
export type { LocalGraphs, LocalNodes, LocalParts, WithLocals } from "./graph/definition/local-definition.ts";
export type { AgentError, AgentErrorCode } from "./kinds/agent/agent-errors.ts";
export type { AgentNode } from "./kinds/agent/agent-node.ts";
export type { DataByKind, HoldingKind, NodeDefinition } from "./kinds/all.ts";
export type { PlainDataByKind, PlainNode } from "./kinds/body/plain.ts";
export type { EachNode, ItemFailure } from "./kinds/each/each-node.ts";
export type { DeadlineList } from "./kinds/interrupt/deadlines.ts";
export type { InterruptNode } from "./kinds/interrupt/interrupt-node.ts";
export type { DataOf } from "./kinds/kind/kind.ts";
export type { Policy, Retry, VisitBound } from "./kinds/kind/policy.ts";
export type { ParallelNode } from "./kinds/parallel/parallel.ts";
export type { RouterNode } from "./kinds/router/router-node.ts";
export type { Switch } from "./kinds/router/switch-types.ts";
export type { SetNode } from "./kinds/set/set-node.ts";
export type { SleepNode } from "./kinds/sleep/sleep-node.ts";
export type { SubgraphNode } from "./kinds/subgraph/subgraph-node.ts";
export type { TaskNode } from "./kinds/task/task.ts";
export type { ToolNode } from "./kinds/tool/tool-node.ts";
export type { UpdateOf, ValueOf } from "./registry/channels.ts";
export type { SoundRegistry } from "./registry/sound-registry.ts";
export type { Child, GraphTypes, In, Signature, Vocabulary, VocabularyOf } from "./registry/vocabulary.ts";
export type { BudgetLimit, RaiseChannels, RaiseKey } from "./terms/budget-raise.ts";
export type {
  Accepting,
  Args,
  FormWrites,
  Giving,
  NoOutput,
  OptionalWrites,
  OutputWrites,
  RequiredWrites,
  Tunable,
  With,
} from "./terms/data-flow.ts";
export type { ErrorTarget, StopTarget } from "./terms/labels.ts";
export type { ReservedLabel, Unreserved } from "./terms/reserved.ts";
