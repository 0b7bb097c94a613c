/** Cancels a run: immediately if no worker has started it, otherwise through its worker. A question whose answer never reached the graph is open again. */
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { tellCancelled } from "../../persistence/statements/events/tell-cancelled.ts";
import { reopenInterrupts } from "../../persistence/statements/interrupts/reopen-interrupts.ts";
import { cancelRun as markCancelled } from "../../persistence/statements/runs/cancelling/cancel-run.ts";
import type { RunToCancel } from "../../persistence/statements/runs/cancelling/find-runs-to-cancel.ts";
import { findLastBegunRun } from "../../persistence/statements/runs/find-last-begun-run.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { finishOnThread } from "../../persistence/statements/threads/finish-on-thread.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { endOfChild } from "../ports/children.ts";
import { keepsDecision } from "../protocol/refusals.ts";
import { commitAndPublish, type ProcessMessage } from "../pubsub/publish.ts";
import { endSleepsOf, queueNextHeldRun } from "../queue/held-runs.ts";
import { writeWebhook } from "../webhooks/write-webhook.ts";

export interface Cancellation {
  /** Its checkpoints are deleted too. */
  readonly rollback?: boolean | undefined;
  readonly reason?: CancelReason | undefined;
}

/** taken: its input is used by another run. disconnected: the client that followed it is gone. */
export type CancelReason = "requested" | "taken" | "disconnected";

/** As the run shows it. */
const REASONS: Record<CancelReason, string> = {
  requested: "requested: by a call of the API",
  taken: "taken: another run uses its input",
  disconnected: "disconnected: the client that followed it is gone",
};

/**
 * A run that has ended stays as it is; if it ended at a sleep, the sleep is over and the thread waits for its next run.
 *
 * @throws THREAD_BUSY for the rollback of a run that carries a decision or a signal into the graph: it would be lost with the checkpoints.
 */
export async function cancelRun(
  services: Acting,
  { id, kind, thread_id: threadId }: RunToCancel,
  cancellation: Cancellation = {},
): Promise<void> {
  const { rollback = false, reason = "requested" } = cancellation;
  const isPersons = kind === "resume" || kind === "signal";
  await commitAndPublish(services, async (tx) => {
    await lockThread(tx, threadId);
    const status = await markCancelled(tx, id, { threadId, rollback, reason: REASONS[reason] });
    if (!status) return { result: undefined, messages: await wakeEnded(tx, services, { id, threadId, why: REASONS[reason] }) };
    if (status === "running" && rollback && isPersons) throw keepsDecision(threadId, id);
    await recordAudit(tx, {
      threadId,
      run: id,
      what: "run.cancelled",
      detail: { why: REASONS[reason], ...onRecord(actorOf(services.caller)) },
    });
    if (status === "running") return { result: undefined, messages: [{ kind: "cancel", run: id }] };
    await tellCancelled(tx, threadId, id);
    for (const interrupt of await reopenInterrupts(tx, threadId, id)) {
      await recordAudit(tx, {
        threadId,
        run: id,
        what: "interrupt.reopened",
        detail: { interrupt, why: "the run with its answer was cancelled" },
      });
    }
    // it has done nothing: the thread is as the run before it has left it
    const before = await findLastBegunRun(tx, threadId);
    const failed = before?.status === "error" || before?.status === "timeout";
    await finishOnThread(tx, { threadId, failed, paused: false, values: null, path: null });
    const queued = await queueNextHeldRun(tx, services, threadId);
    const told = await writeWebhook(tx, services, { runId: id });
    return { result: undefined, messages: [...queued, ...told, { kind: "done", run: id }, { kind: "events", threads: [threadId] }] };
  });
}

/** A run that has reached a sleep has ended; the thread continues by itself. To cancel it ends the sleep. */
async function wakeEnded(
  tx: TenantTx,
  services: Acting,
  { id, threadId, why }: { readonly id: string; readonly threadId: string; readonly why: string },
): Promise<readonly ProcessMessage[]> {
  const { by } = actorOf(services.caller);
  const ended = await endSleepsOf(tx, { threadId, runId: id, why, ...(by !== undefined && { by }) });
  if (ended.length === 0) return [];
  await finishOnThread(tx, { threadId, failed: false, paused: false, values: null, path: null });
  const thread = await findThread(tx, threadId);
  const parents = thread?.graph_id ? await endOfChild(tx, services, { threadId, graphId: thread.graph_id }) : [];
  return [...parents, ...(await queueNextHeldRun(tx, services, threadId))];
}
