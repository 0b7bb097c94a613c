/** Starts a run on a thread, or answers the thread's open question. An open question is never lost. */
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { answersIn } from "../interrupts/answers-in-request.ts";
import { decideInterrupt } from "../interrupts/decide-interrupt.ts";
import { needsMorePeople } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import { kwargsOf } from "../protocol/run-request.ts";
import type { Services } from "../services.ts";
import { beginRun, type RunStart } from "./begin-run.ts";

export async function startRun(services: Services, start: RunStart): Promise<RunRow> {
  const { threadId, request } = start;
  refuseUnstorable(services, "input", request.input);
  refuseUnstorable(services, "command", request.command);
  refuseUnstorable(services, "metadata", request.metadata);
  const thread = threadId === null ? undefined : await findThread(services.database.sql, threadId);
  const decisions = thread && (await answersIn(services, thread, request));
  if (!thread || !decisions) return beginRun(services, start, thread);
  const { run } = await decideInterrupt(services, decisions, {
    kwargs: kwargsOf(request, thread.config),
    metadata: request.metadata ?? {},
    multitaskStrategy: request.multitask_strategy ?? "reject",
  });
  if (!run) throw needsMorePeople(decisions[0].interrupt.id);
  return run;
}
