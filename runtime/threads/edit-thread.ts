/** Writes to a thread that no run works on and that waits for nobody, under a lease of its own so that no run can come between. */

import { findOpenInterrupts } from "../../persistence/statements/interrupts/find-open-interrupts.ts";
import { bumpLease } from "../../persistence/statements/leases/bump-lease.ts";
import { takeLease } from "../../persistence/statements/leases/take-lease.ts";
import { findUnfinishedRun } from "../../persistence/statements/runs/find-unfinished-run.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { beatWorker } from "../../persistence/statements/workers/beat-worker.ts";
import { threadInUse, threadNotFound, threadWaits } from "../protocol/refusals.ts";
import type { Services } from "../services.ts";

/** `edit` gets the epoch that its writes must carry. A run that takes the thread meanwhile refuses them: FENCED. */
export async function editThread<T>(services: Services, threadId: string, edit: (epoch: number) => Promise<T>): Promise<T> {
  const { database, worker, timing } = services;
  if (database.kind === "postgres") await beatWorker(database.sql, worker);
  const epoch = await database.transaction(async (tx) => {
    if (!(await lockThread(tx, threadId))) throw threadNotFound(threadId);
    if (await findUnfinishedRun(tx, threadId)) throw threadInUse(threadId);
    const open = await findOpenInterrupts(tx, threadId);
    if (open.length > 0) throw threadWaits(threadId, open);
    return takeLease(tx, { threadId, worker, deadAfterMs: timing.deadAfterMs });
  });
  if (epoch === undefined) throw threadInUse(threadId);
  try {
    return await edit(epoch);
  } finally {
    await bumpLease(database.sql, threadId, epoch);
  }
}
