/** The fence: a write takes effect only while its writer holds the thread's lease. */
import { SignalboxError } from "../language/issues/errors.ts";

/**
 * What identifies one holding of a lease: its epoch and its token, as in "7:1f0c…". The epoch alone comes back when the database goes
 * back. Undefined where nothing else can run the thread (tests, scripts, Studio).
 */
export type Epoch = number | string | undefined;

/** The same of a row of `leases`. */
export const heldAs = "epoch || coalesce(':' || token, '')";

/** Whether the lease, a row of `leases`, was acquired in the present history of the database (migration 0017). An older program does not say. */
export const inThisHistory = "(history is null or history = signalbox.history())";

/** Both, of the lease `lease` and the epoch with its token in `held`: names in the statement. */
export const isHeld = (lease: string, held: string): string =>
  `${lease}.epoch || coalesce(':' || ${lease}.token, '') = ${held} and (${lease}.history is null or ${lease}.history = signalbox.history())`;

/**
 * The first `with` of a fenced statement; $1 is the thread, $2 the epoch with its token. `for share` makes a hand-over wait for this
 * statement and this statement wait for a hand-over. Without it a write could land after the thread had a new owner.
 * leases.thread is text because LangGraph's thread ids are.
 */
export const fenced = `ok as materialized (select epoch from signalbox.leases where thread = $1 and ${heldAs} = $2 and ${inThisHistory} for share)`;

/** The same without an epoch: always true, and $2 is null. */
const unfenced = "ok as materialized (select null::integer as epoch where $2::text is null)";

export function fenceOf(epoch: Epoch): string {
  return epoch === undefined ? unfenced : fenced;
}

/** The number alone, for people and for records. */
export const epochNumber = (epoch: Epoch): number | undefined => (epoch === undefined ? undefined : Number.parseInt(String(epoch), 10));

export function fencedOff(what: string, threadId: string, held: Epoch): SignalboxError {
  const epoch = epochNumber(held);
  return new SignalboxError(
    "FENCED",
    `${what} of thread ${threadId} was refused: epoch ${epoch} is over, because another worker owns the thread, or the database went back or changed hands.`,
    {
      ...{ thread: threadId, epoch, what },
    },
  );
}
