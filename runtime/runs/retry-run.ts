/** Takes up a run that failed, from its thread's last good step: finished nodes are not run again, and no answer is asked for twice. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { findHead } from "../../persistence/checkpointer/roll-back.ts";
import type { Tx } from "../../persistence/connection/database.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findOpenInterrupts } from "../../persistence/statements/interrupts/find-open-interrupts.ts";
import type { RunRow } from "../../persistence/statements/runs/find-run.ts";
import { findUnfinishedRun } from "../../persistence/statements/runs/find-unfinished-run.ts";
import { insertRun } from "../../persistence/statements/runs/insert-run.ts";
import { listRuns } from "../../persistence/statements/runs/list-runs.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { markBusy } from "../../persistence/statements/threads/mark-busy.ts";
import { threadInUse, threadNotFound, threadWaits } from "../protocol/refusals.ts";
import { tell } from "../pubsub/channel.ts";
import type { Services } from "../services.ts";

const RETRYABLE: readonly RunRow["status"][] = ["error", "timeout", "interrupted"];

/** @throws NOT_RETRYABLE when the run did not fail, or the thread has gone on since. */
export async function retryRun({ database, queue, newId }: Services, failed: RunRow): Promise<RunRow> {
  const { id: runId, thread_id: threadId } = failed;
  return database.transaction(async (tx) => {
    if (!(await lockThread(tx, threadId))) throw threadNotFound(threadId);
    if (await findUnfinishedRun(tx, threadId)) throw threadInUse(threadId);
    const open = await findOpenInterrupts(tx, threadId);
    if (open.length > 0) throw threadWaits(threadId, open);
    const [last] = await listRuns(tx, { threadId, limit: 1, offset: 0 });
    if (last?.id !== runId || !RETRYABLE.includes(last.status)) throw notRetryable(failed, last);
    const id = newId();
    const job = await queue.send(tx, { id, threadId });
    const { graph_id: graphId, assistant_id: assistantId, kwargs, metadata, multitask_strategy: multitaskStrategy } = failed;
    const run = await insertRun(tx, {
      ...{ id, job, threadId, graphId, assistantId, kwargs, metadata, multitaskStrategy },
      ...(await beginningOf(tx, failed)),
      requestedBy: failed.requested_by ?? undefined,
    });
    await recordAudit(tx, { thread: threadId, run: id, what: "run.retried", detail: { failed: runId } });
    await markBusy(tx, threadId);
    await tell(tx, { kind: "wake" });
    return run;
  });
}

/** A run that failed before its input was in the thread begins with it again; any other goes on from the last checkpoint. */
async function beginningOf(tx: Tx, { kind, payload, base, thread_id }: RunRow): Promise<Pick<RunRow, "kind" | "payload">> {
  const isIn = (await findHead(tx, thread_id)) !== base;
  return isIn ? { kind: "retry", payload: {} } : { kind, payload };
}

function notRetryable({ id, status }: RunRow, last: RunRow | undefined): SignalboxError {
  const why = last?.id === id ? `it ended as ${status}` : "its thread has gone on since";
  return new SignalboxError("NOT_RETRYABLE", `Run ${id} cannot be tried again: ${why}.`, { run: id, status });
}
