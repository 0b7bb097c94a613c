/** Copies a thread that nothing works on and that waits for nobody, in one transaction. */
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { hasUnfinishedRun } from "../../persistence/statements/runs/has-unfinished-run.ts";
import { copyThread as copyRows, findRunsToCopy } from "../../persistence/statements/threads/copy-thread.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { threadInUse, threadNotFound } from "../protocol/refusals.ts";
import { lockFreeThread } from "../queue/lock-free-thread.ts";

/** @throws THREAD_IN_USE while a run is unfinished, THREAD_WAITS while a question is open: it can be decided once, on one thread. */
export function copyThread(
  { database, newId, caller }: Acting,
  threadId: string,
  metadata?: Readonly<Record<string, unknown>>,
): Promise<ThreadRow> {
  return database.transaction(async (tx) => {
    await lockFreeThread(tx, threadId);
    if (await hasUnfinishedRun(tx, threadId)) throw threadInUse(threadId);
    const runs = (await findRunsToCopy(tx, threadId)).map((from) => ({ from, to: newId() }));
    const to = newId();
    const copy = await copyRows(tx, { from: threadId, to, runs, metadata });
    if (!copy) throw threadNotFound(threadId);
    await recordAudit(tx, { threadId: to, what: "thread.copied", detail: { ...onRecord(actorOf(caller)), from: threadId } });
    return copy;
  });
}
