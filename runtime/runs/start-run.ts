/** Starts a run on a thread, or answers the thread's open question. An open question is never lost. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { isSeen } from "../../persistence/statements/metadata-filter.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { requireScope } from "../identity/require-scope.ts";
import { answersIn } from "../interrupts/answers-in-request.ts";
import { type Decided, decideInterrupt } from "../interrupts/decide-interrupt.ts";
import { keeping } from "../once/once.ts";
import { checkpointIn } from "../protocol/checkpoint-ref.ts";
import { needsMorePeople, runNotFound, threadNotFound } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import { kwargsOf, type RunRequest } from "../protocol/run-request.ts";
import { checkWebhook } from "../webhooks/check-webhook.ts";
import { beginRun, beginRuns } from "./begin-run.ts";
import { refuseCommand } from "./check-input.ts";
import type { RunStart } from "./turn.ts";

/** A question is asked at its thread's last checkpoint: an answer that began at another one would be recorded, and never arrive. */
function refuseOtherCheckpoint(request: RunRequest, { thread_id: thread, head }: SeenInterrupt): void {
  const { checkpoint_id, checkpoint_ns, checkpoint_map } = checkpointIn(request);
  const root = isRecord(checkpoint_map) && checkpoint_map[""] ? checkpoint_map[""] : checkpoint_ns ? undefined : checkpoint_id;
  if (root == null || root === head) return;
  throw new SignalboxError(
    "INVALID_INPUT",
    `Thread ${thread} waits at its last checkpoint, ${head}: an answer cannot begin at ${root}. Answer without a checkpoint; once the thread waits no longer, a run with input null from ${root} asks again.`,
    { thread, path: ["checkpoint"] },
  );
}

function checkParts(services: Acting, { input, command, metadata, webhook }: RunRequest): void {
  checkWebhook(services, webhook);
  refuseUnstorable(services, "input", input);
  refuseUnstorable(services, "command", command);
  refuseUnstorable(services, "metadata", metadata);
}

/** Each on a thread of its own: all of them start, or none. */
export async function startRuns(services: Acting, starts: readonly Omit<RunStart, "threadId">[]): Promise<RunRow[]> {
  for (const { request } of starts) checkParts(services, request);
  return beginRuns(
    services,
    starts.map((start) => ({ ...start, threadId: null })),
  );
}

/** `thread` as it was read. */
export async function startRun(services: Acting, start: RunStart, thread: ThreadRow | undefined): Promise<RunRow> {
  const { request } = start;
  checkParts(services, request);
  if (request.command?.resume !== undefined) requireScope(services.caller, "decisions:write");
  if (thread && !isSeen(thread.metadata, request.seen)) throw threadNotFound(thread.id);
  const decisions = thread && (await answersIn(services, thread, start));
  if (!thread || !decisions) return beginRun(services, start, thread);
  if ("queues" in decisions) return beginRun(services, { ...start, request: { ...request, input: decisions.queues } }, thread);
  if ("ignores" in decisions) return ignored(services, decisions.ignores, start);
  refuseOtherCheckpoint(request, decisions[0].interrupt);
  refuseCommand(services.graphs, start.assistant.graph_id, request);
  const { goto, update } = request.command ?? {};
  const { run } = await decideInterrupt(
    keeping(services, ({ run }: Decided) => run),
    decisions,
    {
      kwargs: kwargsOf(request, { thread: thread.config, assistant: start.assistant }),
      metadata: request.metadata ?? {},
      multitaskStrategy: request.multitask_strategy ?? "reject",
      headers: request.headers,
      ...((goto !== undefined || update !== undefined) && { command: { goto, update } }),
      ifThreadStatus: request.if_thread_status,
    },
  );
  if (!run) throw needsMorePeople(decisions[0].interrupt.id);
  return run;
}

/** Nothing runs: the question stays open, and the caller gets the run that asked it. */
async function ignored({ database }: Acting, interrupt: SeenInterrupt, { actor }: RunStart): Promise<RunRow> {
  const { id, thread_id: threadId, node, run_id: runId } = interrupt;
  const run = await findRun(database.sql, runId, threadId);
  if (!run) throw runNotFound(runId);
  await recordAudit(database.sql, {
    threadId,
    what: "interrupt.ignored",
    node: node ?? undefined,
    detail: { interrupt: id, by: actor.by, roles: actor.roles },
  });
  return run;
}
