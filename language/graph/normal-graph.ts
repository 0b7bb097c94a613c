/** A declaration with everything implied written out: what compiling, drawing, path enumeration and `diff` read. */

import type { NormalNode } from "../kinds/all.ts";
import type { ParamValue } from "../terms/data-flow.ts";

export type { NormalAgent, NormalApproval } from "../kinds/agent/agent-node.ts";
export type { NodeKind, NormalByKind, NormalNode } from "../kinds/all.ts";
export type { NormalPlain, NormalPlainByKind, PlainKind } from "../kinds/body/plain.ts";
export type { NormalEach } from "../kinds/each/each-node.ts";
export type { NormalDeadline } from "../kinds/interrupt/deadlines.ts";
export type { NormalApprovers, NormalInterrupt } from "../kinds/interrupt/interrupt-node.ts";
export type { NormalBudget, NormalCommon, NormalVisits } from "../kinds/kind/common.ts";
export type { NormalOf } from "../kinds/kind/kind.ts";
export type { NormalPolicy, NormalRetry } from "../kinds/kind/policy.ts";
export type { NormalParallel } from "../kinds/parallel/parallel.ts";
export type { NormalClassifier, NormalRouter, NormalSwitch } from "../kinds/router/router-node.ts";
export type { SwitchedBy } from "../kinds/router/switch-labels.ts";
export type { NormalSet, OperationData } from "../kinds/set/set-node.ts";
export type { NormalSleep } from "../kinds/sleep/sleep-node.ts";
export type { NormalSubgraph } from "../kinds/subgraph/subgraph-node.ts";
export type { NormalTask } from "../kinds/task/task.ts";
export type { NormalTool } from "../kinds/tool/tool-node.ts";

export interface NormalGraph {
  readonly id: string;
  readonly version: number;
  readonly description?: string;
  readonly start: string;
  readonly input: readonly string[];
  /** By default all channels of the state. */
  readonly output: readonly string[];
  readonly keeps: readonly string[];
  /** The labels with which it ends; none when it just ends. */
  readonly endsWith: readonly string[];
  readonly signals: Readonly<Record<string, { readonly by: readonly string[]; readonly next: string }>>;
  /** With the overlay's values. */
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly nodes: Readonly<Record<string, NormalNode>>;
}
