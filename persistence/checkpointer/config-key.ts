/** What LangGraph's config says of a checkpoint. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { EPOCH } from "../../language/terms/run-keys.ts";
import type { Epoch } from "../fence.ts";

/** Which checkpoint a config names, and under which lease it is written. */
export interface ConfigKey {
  readonly threadId: string;
  readonly epoch: Epoch;
  readonly namespace: string;
  readonly checkpointId: string | undefined;
}

export function keyOf(config: RunnableConfig): ConfigKey {
  const { thread_id, checkpoint_ns = "", checkpoint_id, [EPOCH]: epoch } = config.configurable ?? {};
  if (thread_id === undefined) throw new Error("The checkpointer needs configurable.thread_id in the config.");
  return { threadId: thread_id, epoch: epoch ?? undefined, namespace: checkpoint_ns, checkpointId: checkpoint_id };
}
