/** A request for a run: the body of the protocol's run routes. */

import { isRecord } from "../../language/schema/is-record.ts";
import type { MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import type { CommandBody, RunConfig, RunHeaders, RunKwargs } from "../../persistence/statements/runs/rows.ts";
import type { ThreadStatus } from "../../persistence/statements/threads/rows.ts";
import type { OnBehalfOf } from "../identity/may-act-for.ts";
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
  /** Its events are read by protocol v2, where the input of a thread that waits is the answer. */
  readonly protocol?: "v2" | undefined;
  /** Its events are kept for an hour. */
  readonly stream_resumable?: boolean | undefined;
  readonly interrupt_before?: "*" | readonly string[] | undefined;
  readonly interrupt_after?: "*" | readonly string[] | undefined;
  readonly multitask_strategy?: "reject" | "enqueue" | "interrupt" | "rollback" | undefined;
  /** The run starts this many seconds later, by the database's clock. Others may start before it. */
  readonly after_seconds?: number | undefined;
  readonly if_not_exists?: "reject" | "create" | undefined;
  /** Refused unless the thread has one of these; one that the run creates is idle. */
  readonly if_thread_status?: readonly ThreadStatus[] | undefined;
  /** For each, LangSmith gives an address to which the run's user sends feedback: the event `feedback`. */
  readonly feedback_keys?: readonly string[] | undefined;
  /** An address that is told of the run's end. */
  readonly webhook?: string | undefined;
  /** Who requests the run, or answers with it. */
  readonly by?: string | undefined;
  /** The roles of whoever answers with it. */
  readonly roles?: readonly string[] | undefined;
  /** For whom a service requests it, or answers. */
  readonly on_behalf_of?: OnBehalfOf | undefined;
  /** From -100 to 100; higher starts first. The thread keeps it, also for answers. Default: 0. */
  readonly priority?: number | undefined;
  readonly on_completion?: "delete" | "keep" | undefined;
  /** Of the request, for `config.configurable` of this run alone. */
  readonly headers?: RunHeaders | undefined;
  /** What the metadata of an existing thread must be: otherwise it is one of somebody else, and not found. */
  readonly seen?: MetadataFilter | undefined;
  /** Of the thread that the run makes. */
  readonly newThread?: { readonly metadata: Readonly<Record<string, unknown>> } | undefined;
}

/** What a run begins with where its request says nothing. */
interface Inherited {
  readonly thread: RunConfig;
  readonly assistant: { readonly config: RunConfig; readonly context: unknown };
}

/** The request's own values take precedence, then the thread's, then the assistant's. From the thread's earlier runs only `configurable` is inherited. */
export function kwargsOf(request: RunRequest, { thread, assistant }: Inherited): RunKwargs {
  const { config = {}, stream_mode = "values", stream_subgraphs = false, interrupt_before, interrupt_after, protocol } = request;
  const { feedback_keys = [], stream_resumable = false } = request;
  const configurable = { ...assistant.config.configurable, ...thread.configurable, ...config.configurable, ...checkpointIn(request) };
  const context = contextOf(request.context, assistant.context);
  return {
    config: { ...assistant.config, ...config, configurable },
    ...(context !== undefined && { context }),
    stream_mode: [stream_mode].flat(),
    subgraphs: stream_subgraphs,
    ...(protocol && { protocol }),
    ...(stream_resumable && { stream_resumable }),
    ...(interrupt_before && { interrupt_before }),
    ...(interrupt_after && { interrupt_after }),
    ...(feedback_keys.length > 0 && { feedback_keys }),
    ...(request.webhook !== undefined && { webhook: request.webhook }),
    durability: "sync",
  };
}

/** Two objects are merged. An empty one of the assistant says nothing. */
function contextOf(requested: unknown, assistants: unknown): unknown {
  if (!isRecord(assistants)) return requested ?? assistants;
  if (requested !== undefined && !isRecord(requested)) return requested;
  return requested === undefined && Object.keys(assistants).length === 0 ? undefined : { ...assistants, ...requested };
}

/** What later runs of the thread inherit: what earlier ones were given stays until a request gives another value. */
export function configOfThread({ config }: Pick<RunRequest, "config">, thread: RunConfig): RunConfig {
  return configToKeep({ config: { ...config, configurable: { ...thread.configurable, ...config?.configurable } } });
}

/** A checkpoint to start from is for one run only. */
function configToKeep({ config = {} }: { readonly config?: RunConfig | undefined }): RunConfig {
  const { checkpoint_id: _, checkpoint_ns: __, checkpoint_map: ___, ...configurable } = config.configurable ?? {};
  return { ...config, configurable };
}

/** Of a run that continues what another run began: its settings, but not the checkpoint from which it began. */
export const kwargsToContinue = (kwargs: RunKwargs): RunKwargs => ({ ...kwargs, config: configToKeep(kwargs) });
