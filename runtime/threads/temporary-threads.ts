/** Deletes the temporary threads of runs that brought none of their own, once late readers have had their time. */
import { deleteThread } from "../../persistence/statements/threads/delete-thread.ts";
import { findTemporaryThreads } from "../../persistence/statements/threads/find-temporary-threads.ts";
import type { Services } from "../services.ts";
import { KEEP_TEMPORARY_MS } from "../timing.ts";

export async function deleteTemporaryThreads({ database }: Services): Promise<void> {
  for (const thread of await findTemporaryThreads(database.sql, KEEP_TEMPORARY_MS))
    await database.transaction((tx) => deleteThread(tx, thread));
}
