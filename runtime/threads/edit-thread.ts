/** Writes to a thread that has no open question and no run, not even one whose time has not come, under a separate lease so that no run can start meanwhile. */

import { acquireEditLease } from "../../persistence/statements/leases/acquire-edit-lease.ts";
import { releaseLease } from "../../persistence/statements/leases/release-lease.ts";
import { hasUnfinishedRun } from "../../persistence/statements/runs/has-unfinished-run.ts";
import type { ThreadHead } from "../../persistence/statements/threads/rows.ts";
import { beatWorker } from "../../persistence/statements/workers/worker.ts";
import type { Acting } from "../identity/acting.ts";
import { threadInUse } from "../protocol/refusals.ts";
import { lockFreeThread } from "../queue/lock-free-thread.ts";

/** `thread` as it was read. `edit` gets the epoch that its writes must carry. A run that takes the thread meanwhile refuses them: FENCED. */
export async function editThread<T>(
  services: Acting,
  { id: threadId, definition_hash: definition }: Pick<ThreadHead, "id" | "definition_hash">,
  edit: (epoch: string) => Promise<T>,
): Promise<T> {
  const { database, worker, timing } = services;
  if (database.kind === "postgres") await beatWorker(database.sql, worker);
  const epoch = await database.transaction(async (tx) => {
    const thread = await lockFreeThread(tx, threadId);
    if (thread.definition_hash !== definition || (await hasUnfinishedRun(tx, threadId))) throw threadInUse(threadId);
    return acquireEditLease(tx, { threadId, worker, deadAfterMs: timing.deadAfterMs });
  });
  if (epoch === undefined) throw threadInUse(threadId);
  try {
    return await edit(epoch);
  } finally {
    await releaseLease(database.sql, { threadId, epoch });
  }
}
