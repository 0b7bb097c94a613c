/** The fence: a write counts only while its writer holds the thread's lease. A worker that lost it cannot write any more. */
import { SignalboxError } from "../language/issues/errors.ts";

/**
 * The first `with` of a fenced statement; $1 is the thread, $2 the epoch. `for share` makes a hand-over wait for this
 * statement, and this statement for a hand-over: without it a write landed after the thread had a new owner.
 * leases.thread is text because LangGraph's thread ids are.
 */
export const fenced = "ok as materialized (select 1 from leases where thread = $1 and epoch = $2 for share)";

/** In its place where no epoch is given (tests, scripts, Studio): always true, and $2 is null. */
const unfenced = "ok as materialized (select 1 where $2::bigint is null)";

export type Epoch = number | string | undefined;

export function fenceOf(epoch: Epoch): string {
  return epoch === undefined ? unfenced : fenced;
}

export function fencedOff(what: string, thread: string, epoch: Epoch): SignalboxError {
  return new SignalboxError("FENCED", `${what} of thread ${thread} was refused: epoch ${epoch} is over, another worker owns the thread.`, {
    thread,
    epoch,
    what,
  });
}
