/** One attempt at a run, from its lease to its end: executes it, streams its events, and records the result. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import { fencedOff } from "../../persistence/fence.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { traceRun } from "../../telemetry/trace.ts";
import type { Services } from "../services.ts";
import type { EventLog, LogEnd } from "../streams/event-log.ts";
import type { ActiveRun } from "./active-run.ts";
import { executeRun, type RunResult } from "./execute-run.ts";
import { failureOf } from "./failure.ts";
import { finish } from "./finish.ts";
import { returnToQueue } from "./hand-over.ts";
import { withinRun } from "./run-context.ts";

export async function performRun(services: Services, active: ActiveRun): Promise<void> {
  const { run } = active.lease;
  const log = services.events.open(run.id, run.starts);
  let end: LogEnd = "lost";
  const { runMs } = services.timing;
  const limit = runMs === undefined ? undefined : setTimeout(() => active.timeOut(), runMs);
  try {
    log.push("metadata", { run_id: run.id, attempt: run.starts });
    if (run.cancel) active.cancel();
    const traced = { threadId: run.thread_id, run: run.id, graph: run.graph_id, starts: run.starts };
    const result =
      tooManyStarts(services, active, log) ?? (await traceRun(traced, () => withinRun(active, () => executeRun(services, active, log))));
    end = await conclude(services, active, result);
  } finally {
    clearTimeout(limit);
    log.close(end);
    services.events.retire(run.id, log);
  }
}

async function conclude(services: Services, active: ActiveRun, result: RunResult): Promise<LogEnd> {
  if (result.kind === "drained" || result.kind === "unavailable") {
    const what = result.kind === "drained" ? "run.drained" : "run.given-back";
    await retryTransient(() => returnToQueue(services, active.lease, what));
    return "lost";
  }
  // a repeat of one that did commit finds the lease released
  if (result.kind === "ended" && (await retryTransient(() => finish(services, active.lease, result)))) return "ended";
  const { run, epoch } = active.lease;
  await recordAudit(services.database.sql, { threadId: run.thread_id, run: run.id, epoch, what: "run.fenced" });
  services.log.warn(fencedOff("The run", run.thread_id, epoch).message, { run: run.id, thread: run.thread_id });
  return "lost";
}

/** A run that repeatedly ends its worker must not be restarted for ever. */
function tooManyStarts({ timing }: Services, { lease }: ActiveRun, log: EventLog): RunResult | undefined {
  const { id, starts } = lease.run;
  if (starts <= timing.maxStarts) return undefined;
  const message = `Run ${id} was begun ${timing.maxStarts} times, and each time its worker ended before it: given up.`;
  const error = failureOf(new SignalboxError("TOO_MANY_STARTS", message, { run: id, starts: timing.maxStarts }));
  log.push("error", error);
  return { kind: "ended", status: "error", error };
}
