/** Deletes temporary threads some time after their run, so that late readers can still read the result. */
import { deleteThread } from "../../persistence/statements/threads/delete-thread.ts";
import { findTemporaryThreads } from "../../persistence/statements/threads/find-temporary-threads.ts";
import type { Services } from "../services.ts";
import { KEEP_TEMPORARY_MS } from "../timing.ts";

export async function deleteTemporaryThreads({ database }: Services): Promise<void> {
  for (const thread of await findTemporaryThreads(database.sql, KEEP_TEMPORARY_MS))
    await database.transaction((tx) => deleteThread(tx, thread));
}
