/** A checkpoint of a thread, as requests name one. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { RunConfig } from "../../persistence/statements/runs/rows.ts";
import type { Services } from "../services.ts";

export type CheckpointRef = Readonly<Record<string, unknown>> | null | undefined;

/** The two ways in which a request may name it. */
export function checkpointIn({
  checkpoint,
  checkpoint_id,
}: {
  checkpoint?: CheckpointRef;
  checkpoint_id?: string | undefined;
}): Record<string, unknown> {
  return { ...checkpoint, ...(checkpoint_id !== undefined && { checkpoint_id }) };
}

/** What later runs of a thread inherit, for LangGraph. */
export function runnableConfigOf({ configurable = {}, tags, metadata, ...config }: RunConfig): RunnableConfig {
  return { ...config, configurable, ...(tags && { tags }), ...(metadata && { metadata }) };
}

/** For LangGraph; without an id it is the last one. */
export function configAt(threadId: string, ref: CheckpointRef, more: Record<string, unknown> = {}): RunnableConfig {
  const { checkpoint_id, checkpoint_ns, checkpoint_map } = ref ?? {};
  return {
    configurable: {
      thread_id: threadId,
      checkpoint_ns: checkpoint_ns ?? "",
      ...(checkpoint_id != null && { checkpoint_id }),
      ...(checkpoint_map != null && { checkpoint_map }),
      ...more,
    },
  };
}

/** LangGraph would start from an empty state. */
export async function mustExist({ saver }: Pick<Services, "saver">, threadId: string, ref: CheckpointRef): Promise<void> {
  if (ref?.checkpoint_id == null || (await saver.getTuple(configAt(threadId, ref)))) return;
  throw new SignalboxError("CHECKPOINT_NOT_FOUND", `Thread ${threadId} has no checkpoint ${ref.checkpoint_id}`, {
    thread: threadId,
    checkpoint: ref.checkpoint_id,
  });
}
