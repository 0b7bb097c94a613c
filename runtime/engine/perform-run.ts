/** One attempt at a run, from its lease to its end: executes it, tells its events, and writes down what came of it. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import { fencedOff } from "../../persistence/fence.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { traceRun } from "../../telemetry/trace.ts";
import type { Services } from "../services.ts";
import type { EventLog, LogEnd } from "../streams/event-log.ts";
import type { ActiveRun } from "./active-run.ts";
import { executeRun, type Outcome } from "./execute-run.ts";
import { failureOf } from "./failure.ts";
import { finish } from "./finish.ts";
import { release } from "./hand-over.ts";

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
    const outcome = giveUp(services, active, log) ?? (await traceRun(traced, () => executeRun(services, active, log)));
    end = await conclude(services, active, outcome);
  } finally {
    clearTimeout(limit);
    log.close(end);
    services.events.retire(run.id, log);
  }
}

async function conclude(services: Services, active: ActiveRun, outcome: Outcome): Promise<LogEnd> {
  if (outcome.kind === "drained" || outcome.kind === "unavailable") {
    const what = outcome.kind === "drained" ? "run.drained" : "run.given-back";
    await retryTransient(() => release(services, active.lease, what));
    return "lost";
  }
  // a second try of one that did land finds its lease gone
  if (outcome.kind === "ended" && (await retryTransient(() => finish(services, active.lease, outcome)))) return "ended";
  const { run, epoch } = active.lease;
  await recordAudit(services.database.sql, { threadId: run.thread_id, run: run.id, epoch, what: "run.fenced" });
  services.log.warn(fencedOff("The run", run.thread_id, epoch).message, { run: run.id, thread: run.thread_id });
  return "lost";
}

/** A run that ended its worker again and again must not go round for ever. */
function giveUp({ timing }: Services, { lease }: ActiveRun, log: EventLog): Outcome | undefined {
  if (lease.run.starts <= timing.maxStarts) return undefined;
  const error = failureOf(tooManyStarts(lease.run.id, timing.maxStarts));
  log.push("error", error);
  return { kind: "ended", status: "error", error };
}

function tooManyStarts(run: string, starts: number): SignalboxError {
  return new SignalboxError(
    "TOO_MANY_STARTS",
    `Run ${run} was begun ${starts} times, and each time its worker ended before it: given up.`,
    { run, starts },
  );
}
