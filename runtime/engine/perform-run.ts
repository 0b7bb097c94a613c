/** One attempt at a run, from its lease to its end: executes it, streams its events, and records the result. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { retryTransient } from "../../persistence/connection/unavailable.ts";
import { fencedOff } from "../../persistence/fence.ts";
import { lastNodeOf } from "../../persistence/statements/audit/last-node-of.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { traceRun } from "../../telemetry/trace.ts";
import type { EventLog, LogEnd } from "../event-log/event-log.ts";
import { returnToQueue } from "../look-outs/hand-over.ts";
import type { Services } from "../services.ts";
import { QUARANTINE } from "../timing.ts";
import type { ActiveRun } from "./active-run.ts";
import { executeRun, type RunResult } from "./execute-run.ts";
import { failureOf } from "./failure.ts";
import { finish } from "./finish.ts";
import { withinRun } from "./run-context.ts";

export async function performRun(services: Services, active: ActiveRun): Promise<void> {
  const { run } = active.lease;
  const { epoch, tenant } = active.lease;
  const log = services.events.open({ runId: run.id, threadId: run.thread_id, tenant, epoch, attempt: run.attempts });
  let end: LogEnd = "lost";
  const { runMs } = services.timing;
  const place = { thread: run.thread_id, run: run.id, graph: run.graph_id };
  services.log.info("a run begins", { ...place, kind: run.kind, starts: run.starts, worker: services.worker });
  const limit = runMs === undefined ? undefined : setTimeout(() => active.timeOut(), runMs);
  try {
    log.push("metadata", { run_id: run.id, attempt: run.attempts });
    if (run.cancel) active.cancel();
    const traced = { threadId: run.thread_id, run: run.id, graph: run.graph_id, starts: run.starts };
    const result =
      (await tooManyStarts(services, active, log)) ??
      (await traceRun(traced, () => withinRun(active, () => executeRun(services, active, log))));
    end = await conclude(services, active, { result, log });
    if (end === "ended") services.log.info("a run has ended", { ...place, status: result.kind === "ended" ? result.status : result.kind });
  } finally {
    clearTimeout(limit);
    services.events.close(log, end);
  }
}

interface Concluded {
  readonly result: RunResult;
  readonly log: EventLog;
}

async function conclude(services: Services, active: ActiveRun, { result, log }: Concluded): Promise<LogEnd> {
  if (result.kind === "drained" || result.kind === "unavailable") {
    const what = result.kind === "drained" ? "run.drained" : "run.given-back";
    await retryTransient(async () => {
      await log.store();
      await returnToQueue(services, active.lease, what);
    });
    const { id: run, thread_id: thread } = active.lease.run;
    const why = result.kind === "drained" ? "this process ends, or needs its place" : "the database is unavailable";
    services.log[result.kind === "drained" ? "info" : "warn"]("a run was given back: any worker continues it", { thread, run, why });
    return "lost";
  }
  // a repeat of one that did commit finds the lease released
  if (result.kind === "ended" && (await retryTransient(() => finish(services, active, { ended: result, log })))) return "ended";
  const { run, epoch } = active.lease;
  await recordAudit(services.database.sql, { threadId: run.thread_id, run: run.id, epoch, what: "run.fenced" });
  const { message: reason } = fencedOff("The run", run.thread_id, epoch);
  services.log.warn("a run is fenced: another worker has its thread, or the database went back or changed hands", {
    thread: run.thread_id,
    run: run.id,
    epoch,
    reason,
  });
  return "lost";
}

/** A run that repeatedly ends its worker must not be restarted for ever, and must not harm the runs beside it. */
async function tooManyStarts(
  { timing, database, log: logger }: Services,
  { lease }: ActiveRun,
  log: EventLog,
): Promise<RunResult | undefined> {
  const { id, thread_id, starts } = lease.run;
  const { deaths = 0, accused = 0 } = lease.suspect ?? {};
  const isQuarantined = deaths >= QUARANTINE.deaths && accused >= QUARANTINE.accused;
  if (starts <= timing.maxStarts && !isQuarantined) return undefined;
  const ended = isQuarantined ? deaths : timing.maxStarts;
  const node = await lastNodeOf(database.sql, thread_id, id);
  const where = node === undefined ? "" : ` The last node that it began is "${node}".`;
  const message = `Run ${id} was begun ${ended} times, and each time its worker ended before it: given up.${where}`;
  const error = failureOf(new SignalboxError("TOO_MANY_STARTS", message, { run: id, starts: ended, node }));
  await recordAudit(database.sql, { threadId: thread_id, run: id, what: "run.quarantined", node, detail: { deaths, accused, starts } });
  logger.error("a run is quarantined: it has ended its worker again and again", {
    ...{ thread: thread_id, run: id, node, attempt: starts, deaths, accused, reason: message },
  });
  log.push("error", error);
  return { kind: "ended", status: "error", error };
}
