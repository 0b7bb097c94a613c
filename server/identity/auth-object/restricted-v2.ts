/** Protocol v2, as an `Auth` object lets a caller use it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { CallerServices } from "../../../runtime/caller-services.ts";
import { isSeen } from "../../../runtime/identity/seen.ts";
import type { RunRequest } from "../../../runtime/protocol/run-request.ts";
import type { Ask } from "./ask.ts";
import { askedAgain } from "./asked-again.ts";
import type { ThreadGate } from "./thread-gate.ts";

/** How often a stream that was opened before its thread looks for it. */
const LOOK_MS = 250;

/** `wanted`: a run's request as the handlers leave it. */
export type Wanted = (threadId: string | null, request: RunRequest) => Promise<RunRequest>;

export function restrictedV2(
  { v2, threads }: CallerServices,
  { ask, gate, wanted }: { readonly ask: Ask; readonly gate: ThreadGate; readonly wanted: Wanted },
): CallerServices["v2"] {
  const isShown = async (threadId: string): Promise<boolean> => {
    const filter = await ask("threads:read", { thread_id: threadId });
    const metadata = await threads.metadataOf(threadId);
    return metadata !== undefined && isSeen(metadata, filter);
  };
  return {
    start: async (threadId, request) =>
      v2.start(threadId, await wanted(threadId, { multitask_strategy: "enqueue", if_not_exists: "create", ...request })),
    async respond(threadId, request) {
      await gate("threads:update", threadId);
      await ask("interrupts:decide", { thread_id: threadId, interrupt_ids: Object.keys(request.responses) });
      await v2.respond(threadId, request);
    },
    async state(threadId, options) {
      await gate("threads:read", threadId);
      return v2.state(threadId, options);
    },
    async tree(threadId) {
      await gate("threads:read", threadId);
      return v2.tree(threadId);
    },
    appliedThrough: async (threadId) => ((await isShown(threadId)) ? v2.appliedThrough(threadId) : 0),
    kept: async (threadId, filter, signal) => ((await isShown(threadId)) ? v2.kept(threadId, filter, signal) : 0),
    // a thread that does not exist yet has no events, and a foreign one looks the same
    async *events(threadId, filter, signal) {
      const seen = await ask("threads:read", { thread_id: threadId });
      while (!signal.aborted) {
        const metadata = await threads.metadataOf(threadId);
        if (metadata && isSeen(metadata, seen))
          return yield* askedAgain(v2.events(threadId, filter, signal), () => gate("threads:read", threadId));
        await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
      }
    },
  };
}
