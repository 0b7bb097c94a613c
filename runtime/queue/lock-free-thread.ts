/** The one guard of operations that need a thread to themselves: locks it, and reads its active run and open questions. */

import { findObstacles, type Obstacles } from "../../persistence/statements/threads/find-obstacles.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import type { ThreadHead } from "../../persistence/statements/threads/rows.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import { threadInUse, threadNotFound, threadWaits } from "../protocol/refusals.ts";

export interface LockedThread extends Obstacles {
  readonly thread: ThreadHead;
}

/** Locked: no other transaction can begin or decide anything on it before this one ends. Undefined: there is no such thread. */
export async function lockAndLook(tx: TenantTx, threadId: string): Promise<LockedThread | undefined> {
  const thread = await lockThread(tx, threadId);
  return thread && { thread, ...(await findObstacles(tx, threadId)) };
}

/** @throws THREAD_NOT_FOUND, THREAD_IN_USE while a run works on it, THREAD_WAITS while a question is open. */
export async function lockFreeThread(tx: TenantTx, threadId: string): Promise<ThreadHead> {
  const { thread, open } = await lockIdleThread(tx, threadId);
  if (open.length > 0) throw threadWaits(threadId, open);
  return thread;
}

/** It may wait with questions. @throws THREAD_NOT_FOUND, THREAD_IN_USE */
export async function lockIdleThread(tx: TenantTx, threadId: string): Promise<LockedThread> {
  const locked = await lockAndLook(tx, threadId);
  if (!locked) throw threadNotFound(threadId);
  if (locked.busyWith !== undefined) throw threadInUse(threadId);
  return locked;
}
