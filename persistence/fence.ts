/** The fence: a write takes effect only while its writer holds the thread's lease. */
import { SignalboxError } from "../language/issues/errors.ts";

/**
 * The first `with` of a fenced statement; $1 is the thread, $2 the epoch. `for share` makes a hand-over wait for this
 * statement and this statement wait for a hand-over. Without it a write could land after the thread had a new owner.
 * leases.thread is text because LangGraph's thread ids are.
 */
export const fenced = "ok as materialized (select 1 from signalbox.leases where thread = $1 and epoch = $2 for share)";

/** The same without an epoch (tests, scripts, Studio): always true, and $2 is null. */
const unfenced = "ok as materialized (select 1 where $2::bigint is null)";

export type Epoch = number | string | undefined;

export function fenceOf(epoch: Epoch): string {
  return epoch === undefined ? unfenced : fenced;
}

export function fencedOff(what: string, threadId: string, epoch: Epoch): SignalboxError {
  return new SignalboxError(
    "FENCED",
    `${what} of thread ${threadId} was refused: epoch ${epoch} is over, another worker owns the thread.`,
    {
      ...{ thread: threadId, epoch, what },
    },
  );
}
