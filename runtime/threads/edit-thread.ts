/** Writes to a thread that no run works on and that waits for nobody, under a lease of its own so that no run can come between. */
import { bumpLease } from "../../persistence/statements/leases/bump-lease.ts";
import { takeLease } from "../../persistence/statements/leases/take-lease.ts";
import { beatWorker } from "../../persistence/statements/workers/beat-worker.ts";
import { threadInUse } from "../protocol/refusals.ts";
import { lockFreeThread } from "../queue/lock-free-thread.ts";
import type { Services } from "../services.ts";

/** `edit` gets the epoch that its writes must carry. A run that takes the thread meanwhile refuses them: FENCED. */
export async function editThread<T>(services: Services, threadId: string, edit: (epoch: number) => Promise<T>): Promise<T> {
  const { database, worker, timing } = services;
  if (database.kind === "postgres") await beatWorker(database.sql, worker);
  const epoch = await database.transaction(async (tx) => {
    await lockFreeThread(tx, threadId);
    return takeLease(tx, { threadId, worker, deadAfterMs: timing.deadAfterMs });
  });
  if (epoch === undefined) throw threadInUse(threadId);
  try {
    return await edit(epoch);
  } finally {
    await bumpLease(database.sql, threadId, epoch);
  }
}
