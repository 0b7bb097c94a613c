/** Deletes threads, or what is older than their last state: all of them in one transaction, or none. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { needsEarlierCheckpoints, pruneCheckpoints } from "../../persistence/statements/upkeep/prune-checkpoints.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { lockIdleThread } from "../queue/lock-free-thread.ts";
import { deleteThreadIn, type Supersede } from "./delete-thread.ts";

export interface Pruning {
  /** Those that are not there are left out. */
  readonly thread_ids: readonly string[];
  /** `keep_latest`: the thread keeps its last state, and an open question stays open. */
  readonly strategy: "delete" | "keep_latest";
  /** Of `delete`, for open questions. */
  readonly supersede?: Supersede | undefined;
}

/** @throws THREAD_IN_USE while a run works on one of them, THREAD_WAITS if one waits that would be deleted. Resolves to how many there were. */
export function pruneThreads({ database, caller, storedBytes }: Acting, { thread_ids, strategy, supersede }: Pruning): Promise<number> {
  return database.transaction(
    async (tx) => {
      let pruned = 0;
      // in one order, so that two requests never wait for each other
      for (const threadId of [...new Set(thread_ids)].sort()) {
        if (!(await findThread(tx, threadId))) continue;
        if (strategy === "delete") await deleteThreadIn(tx, threadId, { caller, supersede });
        else await keepLatest(tx, threadId, caller);
        storedBytes?.changed(threadId);
        pruned += 1;
      }
      return pruned;
    },
    { mayTakeLong: true },
  );
}

async function keepLatest(tx: TenantTx, threadId: string, caller: Acting["caller"]): Promise<void> {
  await lockIdleThread(tx, threadId);
  if (await needsEarlierCheckpoints(tx, threadId))
    throw new SignalboxError(
      "INVALID_INPUT",
      `Thread ${threadId}: its graph has delta channels, whose values are in earlier checkpoints. It can only be deleted.`,
      { thread: threadId, path: ["strategy"] },
    );
  const checkpoints = await pruneCheckpoints(tx, threadId);
  await recordAudit(tx, { threadId, what: "thread.pruned", detail: { ...onRecord(actorOf(caller, {})), checkpoints } });
}
