/** Asks for an event of one thread. A thread that the caller may not see is one that does not exist. */
import { isSeen } from "../../../runtime/identity/seen.ts";
import { threadNotFound } from "../../../runtime/protocol/refusals.ts";
import type { Threads } from "../../../runtime/threads/threads.ts";
import type { AuthEvent } from "../../operations.ts";
import type { Ask } from "./ask.ts";

type ThreadEvent = Extract<AuthEvent, `threads:${string}`>;

/** `value` is what the handler gets besides the thread's id, and may change. */
export type ThreadGate = (event: ThreadEvent, threadId: string, value?: object) => Promise<void>;

export const threadGate =
  (threads: Pick<Threads, "metadataOf">, ask: Ask): ThreadGate =>
  async (event, threadId, value = {}) => {
    const filter = await ask(event, Object.assign(value, { thread_id: threadId }));
    if (filter.length === 0) return;
    const metadata = await threads.metadataOf(threadId);
    if (!metadata || !isSeen(metadata, filter)) throw threadNotFound(threadId);
  };
