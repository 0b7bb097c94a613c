/** The rows of the table of effects, as statements take and return them. */
import type { Epoch } from "../../fence.ts";

export interface NewEffect {
  readonly key: string;
  readonly threadId: string;
  readonly run: string;
  readonly node: string;
  readonly epoch: Epoch;
  readonly tenant?: string | undefined;
}

export interface EffectRow {
  readonly state: "intended" | "done" | "unknown";
  /** Undefined when it gave nothing. */
  readonly output?: unknown;
}
