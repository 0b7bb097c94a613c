/** What a run may be asked for with: the body of the protocol's run routes. */

import type { CommandBody, RunConfig, RunKwargs } from "../../persistence/statements/runs/rows.ts";
import { type CheckpointRef, checkpointIn } from "./checkpoint-ref.ts";

export interface RunRequest {
  /** The assistant's UUID, or its graph's id. */
  readonly assistant_id: string;
  readonly input?: unknown;
  readonly command?: (CommandBody & { readonly resume?: unknown }) | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly config?: RunConfig | undefined;
  readonly context?: unknown;
  readonly checkpoint_id?: string | undefined;
  readonly checkpoint?: CheckpointRef;
  readonly stream_mode?: string | readonly string[] | undefined;
  readonly stream_subgraphs?: boolean | undefined;
  readonly interrupt_before?: "*" | readonly string[] | undefined;
  readonly interrupt_after?: "*" | readonly string[] | undefined;
  readonly multitask_strategy?: "reject" | "enqueue" | "interrupt" | "rollback" | undefined;
  /** The run begins so many seconds later, by the database's clock. Others may begin before it. */
  readonly after_seconds?: number | undefined;
  readonly if_not_exists?: "reject" | "create" | undefined;
  /** Who asks for it, or answers by it. */
  readonly by?: string | undefined;
  /** The most urgent runs begin first, from -100 to 100. The thread keeps it, for its answers too. Default 0. */
  readonly priority?: number | undefined;
  /** Whose the thread is: its runs count against this tenant's limit. */
  readonly tenant?: string | undefined;
  readonly on_completion?: "delete" | "keep" | undefined;
}

/** Of the thread's earlier runs only what they put under `configurable` counts; the request's own values win. */
export function kwargsOf(request: RunRequest, threadConfig: RunConfig = {}): RunKwargs {
  const { config = {}, context, stream_mode = "values", stream_subgraphs = false, interrupt_before, interrupt_after } = request;
  return {
    config: { ...config, configurable: { ...threadConfig.configurable, ...config.configurable, ...checkpointIn(request) } },
    ...(context !== undefined && { context }),
    stream_mode: [stream_mode].flat(),
    subgraphs: stream_subgraphs,
    ...(interrupt_before && { interrupt_before }),
    ...(interrupt_after && { interrupt_after }),
  };
}

/** What later runs of the thread inherit. A checkpoint to begin from is for one run only. */
export function configToKeep({ config = {} }: RunRequest): RunConfig {
  const { checkpoint_id: _, checkpoint_ns: __, checkpoint_map: ___, ...configurable } = config.configurable ?? {};
  return { ...config, configurable };
}
