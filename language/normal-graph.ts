/** A declaration with everything implied written out: what compiling, drawing, path enumeration and `diff` read. */
import type { ParamValue } from "./data-flow.ts";
import type { NormalNode } from "./kinds/all.ts";

export type { NormalAgent } from "./kinds/agent.ts";
export type { NodeKind, NormalNode } from "./kinds/all.ts";
export type { NormalBudget, NormalVisits } from "./kinds/common.ts";
export type { NormalDeadline } from "./kinds/deadlines.ts";
export type { NormalEach } from "./kinds/each.ts";
export type { NormalApprovers, NormalInterrupt } from "./kinds/interrupt.ts";
export type { NormalParallel } from "./kinds/parallel.ts";
export type { NormalPlain } from "./kinds/plain.ts";
export type { NormalPolicy, NormalRetry } from "./kinds/policy.ts";
export type { NormalClassifier, NormalRouter, NormalSwitch } from "./kinds/router.ts";
export type { NormalSubgraph } from "./kinds/subgraph.ts";
export type { NormalTask } from "./kinds/task.ts";
export type { NormalTool } from "./kinds/tool.ts";

export interface NormalGraph {
  readonly id: string;
  readonly version: number;
  readonly description?: string;
  readonly start: string;
  readonly input: readonly string[];
  /** All channels of the state unless declared. */
  readonly output: readonly string[];
  readonly keeps: readonly string[];
  /** The labels with which it ends; none when it just ends. */
  readonly endsWith: readonly string[];
  readonly signals: Readonly<Record<string, { readonly by: readonly string[]; readonly next: string }>>;
  /** With the overlay's values. */
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly nodes: Readonly<Record<string, NormalNode>>;
}
