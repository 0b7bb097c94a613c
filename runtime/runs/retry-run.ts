/** Retries a run that failed, from its thread's last good step: finished nodes do not run again, and no question is asked twice. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { findHead } from "../../persistence/checkpointer/roll-back.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { arrayOf } from "../../persistence/statements/page.ts";
import { listRuns } from "../../persistence/statements/runs/list-runs.ts";
import type { RunHeaders, RunRow } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { refuseRunOverLimits } from "../limits/tenant-limits.ts";
import { offerOf } from "../offers/offered.ts";
import { orElsewhere } from "../offers/or-elsewhere.ts";
import { kwargsToContinue } from "../protocol/run-request.ts";
import { commitRun } from "../queue/commit-run.ts";
import { enqueueRun } from "../queue/enqueue-run.ts";
import { lockFreeThread } from "../queue/lock-free-thread.ts";

const RETRYABLE: readonly RunRow["status"][] = ["error", "timeout", "interrupted"];

/** @throws NOT_RETRYABLE when the run did not fail, or the thread has continued since. */
export async function retryRun(services: Acting, failed: RunRow, headers?: RunHeaders): Promise<RunRow> {
  const { id: runId, thread_id: threadId } = failed;
  const definition = (await findThread(services.database.sql, threadId))?.definition_hash ?? null;
  await orElsewhere(services, offerOf(failed.graph_id, definition), () => services.graphs.compiled(failed.graph_id, definition));
  return commitRun(services, async (tx, slot) => {
    const thread = await lockFreeThread(tx, threadId);
    const [last] = await arrayOf(listRuns(tx, { threadId, limit: 1, offset: 0 }));
    if (last?.id !== runId || !RETRYABLE.includes(last.status)) throw notRetryable(failed, last);
    await refuseRunOverLimits(tx, services);
    const { graph_id: graphId, assistant_id: assistantId, metadata, multitask_strategy: multitaskStrategy } = failed;
    const { run, messages } = await enqueueRun(tx, services, {
      ...{ slot, thread, graphId, assistantId, metadata, multitaskStrategy },
      ...(await beginningOf(tx, failed, headers)),
      requestedBy: failed.requested_by ?? undefined,
      principal: failed.principal,
      decider: failed.decider,
    });
    await recordAudit(tx, { threadId, run: run.id, what: "run.retried", detail: { failed: runId, ...onRecord(actorOf(services.caller)) } });
    return { result: run, messages };
  });
}

/** A run that failed before its input was in the thread starts with it again; any other continues from the last checkpoint. */
async function beginningOf(
  tx: TenantTx,
  { kind, payload, kwargs, base, thread_id }: RunRow,
  headers: RunHeaders | undefined,
): Promise<Pick<RunRow, "kind" | "payload" | "kwargs">> {
  const isIn = (await findHead(tx, thread_id)) !== base;
  return isIn
    ? { kind: "retry", payload: { headers }, kwargs: kwargsToContinue(kwargs) }
    : { kind, payload: { ...payload, headers }, kwargs };
}

function notRetryable({ id, status }: RunRow, last: RunRow | undefined): SignalboxError {
  const why = last?.id === id ? `it ended as ${status}` : "its thread has gone on since";
  return new SignalboxError("NOT_RETRYABLE", `Run ${id} cannot be tried again: ${why}.`, { run: id, status });
}
