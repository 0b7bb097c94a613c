/** Deletes a thread. An open question is given up only if the request names who gives it up, which is recorded. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { personNamed } from "../../language/terms/person.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { deleteThread as deleteRows } from "../../persistence/statements/threads/delete-thread.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { type Actor, actorOf, onRecord } from "../identity/actor.ts";
import type { Caller } from "../identity/caller.ts";
import { threadWaits } from "../protocol/refusals.ts";
import { lockIdleThread } from "../queue/lock-free-thread.ts";

/** Who gives up the thread's open questions, and why. */
export interface Supersede {
  /** With identity on, the caller. */
  readonly by?: string | undefined;
  readonly reason: string;
}

/** @throws INVALID_INPUT when `by` names nobody. */
function nameOf({ by }: Actor): string {
  const name = personNamed(by);
  if (name === undefined) throw new SignalboxError("INVALID_INPUT", "by: say who gives up the question", { path: ["by"] });
  return name;
}

export const deleteThread = ({ database, caller }: Acting, threadId: string, supersede?: Supersede): Promise<void> =>
  database.transaction((tx) => deleteThreadIn(tx, threadId, { caller, supersede }));

interface Deletion {
  readonly caller: Caller;
  readonly supersede?: Supersede | undefined;
}

/** @throws THREAD_IN_USE while a run works on it, THREAD_WAITS while a question is open that nobody gives up. */
export async function deleteThreadIn(tx: TenantTx, threadId: string, { caller, supersede: given }: Deletion): Promise<void> {
  const actor = actorOf(caller, { by: given?.by });
  const supersede = given && { ...onRecord(actor), by: nameOf(actor), reason: given.reason };
  const { open } = await lockIdleThread(tx, threadId);
  if (open.length > 0 && !supersede) throw threadWaits(threadId, open);
  for (const { id, node } of open) {
    await recordAudit(tx, {
      threadId,
      what: "interrupt.superseded",
      node: node ?? undefined,
      detail: { interrupt: id, ...supersede },
    });
  }
  await deleteRows(tx, threadId);
  await recordAudit(tx, { threadId, what: "thread.deleted", detail: supersede ?? onRecord(actor) });
}
