/** What happens to a thread's runs when several want it: a newer one cancels the others, or is held until its turn comes. */
import { waitingNode } from "../../nodes/call/step.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { tellCancelled } from "../../persistence/statements/events/tell-cancelled.ts";
import { type EndedSleep, endSleeps } from "../../persistence/statements/interrupts/supersede-interrupts.ts";
import { cancelRun } from "../../persistence/statements/runs/cancelling/cancel-run.ts";
import { findConflictingRuns } from "../../persistence/statements/runs/find-conflicting-runs.ts";
import { findHeldRun } from "../../persistence/statements/runs/find-held-run.ts";
import { queueHeldRun } from "../../persistence/statements/runs/queue-held-run.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { threadBusy } from "../protocol/refusals.ts";
import type { ProcessMessage } from "../pubsub/publish.ts";
import { writeWebhook } from "../webhooks/write-webhook.ts";

/** By the newer run's strategy. A run that carries a decision or a signal is never thrown away. */
export async function cancelConflictingRuns(
  tx: TenantTx,
  services: Pick<Acting, "saver" | "newId">,
  { threadId, strategy }: { readonly threadId: string; readonly strategy: "interrupt" | "rollback" },
): Promise<ProcessMessage[]> {
  const runs = await findConflictingRuns(tx, threadId);
  const kept = runs.find(({ kind }) => kind === "resume" || kind === "signal");
  const why = `a newer run, by ${strategy}`;
  const sleeps = kept ? [] : await endSleepsOf(tx, { threadId, why });
  if (kept || runs.length + sleeps.length === 0) throw threadBusy(threadId, kept?.id ?? "its child threads");
  const messages: ProcessMessage[] = [];
  for (const { id } of runs) {
    const status = await cancelRun(tx, id, { threadId, rollback: strategy === "rollback", reason: `multitask: ${why}` });
    await recordAudit(tx, { threadId, run: id, what: "run.cancelled", detail: { why } });
    messages.push({ kind: status === "running" ? "cancel" : "done", run: id });
    if (status !== "interrupted") continue;
    await tellCancelled(tx, threadId, id);
    messages.push(...(await writeWebhook(tx, services, { runId: id })), { kind: "events", threads: [threadId] });
  }
  return messages;
}

/** The sleeps that a run has reached, or all of the thread. */
export async function endSleepsOf(
  tx: TenantTx,
  { threadId, runId, why, by = why }: { readonly threadId: string; readonly runId?: string; readonly why: string; readonly by?: string },
): Promise<readonly EndedSleep[]> {
  const ended = await endSleeps(tx, { threadId, by, ...(runId !== undefined && { runId }) });
  for (const { id, node } of ended)
    await recordAudit(tx, { threadId, what: "interrupt.superseded", node: node ?? undefined, detail: { interrupt: id, by, why } });
  return ended;
}

/** Sends the thread's next held run to the queue, once nothing keeps it from beginning. In a transaction that holds the thread's row. */
export async function queueNextHeldRun(
  tx: TenantTx,
  { queue, graphs }: Pick<Acting, "queue" | "graphs">,
  threadId: string,
): Promise<ProcessMessage[]> {
  const held = await findHeldRun(tx, threadId);
  if (!held) return [];
  // the timers pass over a thread that is not free: now it is
  if (!held.due) return [{ kind: "due" }];
  const keepsVersion = held.kind === "signal" || waitingNode(held.last_path ?? []) !== undefined;
  const today = graphs.has(held.graph_id) ? (graphs.declared(held.graph_id)?.definition.hash ?? null) : held.definition_hash;
  const position = { tenant: held.tenant, priority: held.priority };
  const job = await queue.send(tx, { id: held.id, threadId, position });
  await queueHeldRun(tx, { runId: held.id, job, threadId, definitionHash: (keepsVersion && held.definition_hash) || today });
  return [{ kind: "wake" }];
}
