/** Copies a thread that nothing works on, in one transaction. A copy of one that waits has its own open questions. */
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { sharesTurn } from "../../persistence/statements/children/shares-turn.ts";
import { copyInterrupts } from "../../persistence/statements/interrupts/copy-interrupts.ts";
import { hasUnfinishedRun } from "../../persistence/statements/runs/has-unfinished-run.ts";
import { copyThread as copyRows, findRunsToCopy } from "../../persistence/statements/threads/copy-thread.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { withLongLists } from "../limits/long-lists.ts";
import { refuseWhenFull } from "../limits/tenant-limits.ts";
import { notCopyable, threadInUse, threadNotFound } from "../protocol/refusals.ts";
import { commitAndPublish } from "../pubsub/publish.ts";
import { lockIdleThread } from "../queue/lock-free-thread.ts";

/** @throws THREAD_IN_USE while a run is unfinished, NOT_COPYABLE in a turn of several threads. */
export function copyThread(services: Acting, threadId: string, metadata?: Readonly<Record<string, unknown>>): Promise<ThreadRow> {
  const { newId, caller } = services;
  const actor = actorOf(caller);
  return commitAndPublish(services, async (tx) => {
    const { thread } = await lockIdleThread(tx, threadId);
    await refuseWhenFull(tx, services);
    if (await hasUnfinishedRun(tx, threadId)) throw threadInUse(threadId);
    // who has asked and decided on the others would not be known on the copy
    if (thread.status !== "idle" && (await sharesTurn(tx, threadId))) throw notCopyable(threadId);
    const runs = (await findRunsToCopy(tx, threadId)).map((from) => ({ from, to: newId() }));
    const copy = { from: threadId, to: newId(), runs, principal: actor.principal, metadata };
    await copyRows(tx, copy);
    const isDue = await copyInterrupts(tx, copy);
    await recordAudit(tx, { threadId: copy.to, what: "thread.copied", detail: { ...onRecord(actor), from: threadId } });
    const result = await findThread(tx, copy.to);
    if (!result) throw threadNotFound(copy.to);
    services.storedBytes?.changed(copy.to);
    return { result: await withLongLists(services.saver.within(tx), result), messages: isDue ? [{ kind: "due" }] : [] };
  });
}
