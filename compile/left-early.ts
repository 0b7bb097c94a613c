/** Whether a branch has left its region early while siblings wait for a person: those are then asked no more. */
import type { CheckpointPendingWrite } from "@langchain/langgraph-checkpoint";
import { REPORTS } from "../nodes/internal-channels.ts";
import type { Report } from "../nodes/kind.ts";

/** When true, resume every open interrupt of the thread with `cancel`: all of them belong to the region. */
export function hasLeftEarly(pendingWrites: readonly CheckpointPendingWrite[] = []): boolean {
  return pendingWrites.some(
    ([, channel, value]) => channel === REPORTS && Array.isArray(value) && (value as Report[]).some(({ target }) => target !== "join"),
  );
}
