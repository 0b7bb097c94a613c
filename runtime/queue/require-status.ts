/** A run that is wanted only while its thread has certain statuses. In the transaction that holds the thread's row: no other can change it meanwhile. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { ThreadHead, ThreadStatus } from "../../persistence/statements/threads/rows.ts";

/** @throws THREAD_STATUS_DIFFERS with the status that the thread has. */
export function requireStatus({ id, status }: ThreadHead, wanted: readonly ThreadStatus[] | undefined): void {
  if (!wanted || wanted.includes(status)) return;
  const message = `Thread ${id} is ${status}; the run is wanted only while it is ${wanted.join(" or ")}.`;
  throw new SignalboxError("THREAD_STATUS_DIFFERS", message, { thread: id, status, wanted });
}
