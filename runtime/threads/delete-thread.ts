/** Deletes a thread. A question that somebody may still answer is only given up by name, and that is on record. */

import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findOpenInterrupts } from "../../persistence/statements/interrupts/find-open-interrupts.ts";
import { findUnfinishedRun } from "../../persistence/statements/runs/find-unfinished-run.ts";
import { deleteThread as deleteRows } from "../../persistence/statements/threads/delete-thread.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { threadInUse, threadNotFound, threadWaits } from "../protocol/refusals.ts";
import type { Services } from "../services.ts";

/** Who gives up the thread's open questions, and why. */
export interface Supersede {
  readonly by: string;
  readonly reason: string;
}

export async function deleteThread({ database }: Services, threadId: string, supersede?: Supersede): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await lockThread(tx, threadId))) throw threadNotFound(threadId);
    if (await findUnfinishedRun(tx, threadId)) throw threadInUse(threadId);
    const open = await findOpenInterrupts(tx, threadId);
    if (open.length > 0 && !supersede) throw threadWaits(threadId, open);
    for (const { id, node } of open) {
      await recordAudit(tx, {
        thread: threadId,
        what: "interrupt.superseded",
        node: node ?? undefined,
        detail: { interrupt: id, ...supersede },
      });
    }
    await deleteRows(tx, threadId);
    await recordAudit(tx, { thread: threadId, what: "thread.deleted", detail: supersede });
  });
}
