/** A declaration with everything implied written out: what compiling, drawing, path enumeration and `diff` read. */
import type { ParamValue } from "./data-flow.ts";
import type { NormalNode } from "./kinds/all.ts";

export type { NormalAgent } from "./kinds/agent.ts";
export type { NodeKind, NormalNode } from "./kinds/all.ts";
export type { NormalBudget, NormalVisits } from "./kinds/common.ts";
export type { NormalDeadline } from "./kinds/deadlines.ts";
export type { NormalApprovers, NormalInterrupt } from "./kinds/interrupt.ts";
export type { NormalPolicy, NormalRetry } from "./kinds/policy.ts";
export type { NormalRouter } from "./kinds/router.ts";
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
  /** With the overlay's values. */
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly nodes: Readonly<Record<string, NormalNode>>;
}
