/** The worker's heartbeat, from a thread of its own, which also sees from outside when a node blocks the event loop. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { recordBlocked } from "../../persistence/statements/workers/record-blocked.ts";
import { beatWorker, removeWorkers } from "../../persistence/statements/workers/worker.ts";
import type { Services } from "../services.ts";
import { beatOnEventLoop } from "./beat-on-event-loop.ts";
import type { BeatMessage, BeatOptions, SeenBlocked } from "./beat-thread.ts";
import { PoolBeat } from "./pool-beat.ts";
import { exposeCurrentRun } from "./run-context.ts";

/** Resolves after the first beat, to what ends the heartbeat. The embedded database has one process: nothing reads a beat there. */
export async function startBeat(services: Services): Promise<() => Promise<void>> {
  const file = threadFile();
  if (!file) return beatOnEventLoop(services);
  const { database, worker, timing, log, ownsProcess } = services;
  const isShared = database.kind === "postgres";
  if (isShared) await beatWorker(database.sql, worker);
  const { beatMs, blockedAfterMs, blockedToDeathMs, deadAfterMs } = timing;
  if (ownsProcess) exposeCurrentRun();
  const workerData: BeatOptions = {
    url: database.directUrl,
    schema: database.schemas.own,
    worker,
    beatMs,
    blockedAfterMs,
    blockedToDeathMs,
    deadAfterMs,
    ownsProcess,
    lateStarts: services.commits.lateStarts.memory,
    logLevel: log.level ?? "silent",
  };
  const thread = new Worker(file, { workerData });
  thread.on("error", (error) =>
    log.error("the heartbeat failed; other workers will take over this worker's runs", { reason: error.message }),
  );
  const poolBeat = new PoolBeat(services);
  thread.on("message", (message: BeatMessage) => {
    if (!("blockedMs" in message)) poolBeat.hear(message);
    else if (!isShared) recordAfterwards(services, message);
  });
  thread.unref();
  database.onNewHistory(() => thread.postMessage("reconnect"));
  const sign = setInterval(() => {
    thread.postMessage("alive");
    if (isShared) poolBeat.beatIfNeeded();
  }, beatMs);
  sign.unref();
  return async () => {
    clearInterval(sign);
    await thread.terminate();
    if (isShared) await removeWorkers(database.sql, worker);
  };
}

/** On the embedded database no other process could record it while the event loop was blocked. */
function recordAfterwards({ database, worker, log }: Services, { blockedMs, at, starts }: SeenBlocked): void {
  recordBlocked(database.sql, { worker, isShared: false, blockedMs, agoMs: Date.now() - at, starts }).catch((error: Error) =>
    log.warn("the audit trail could not be written", { reason: error.message }),
  );
}

/** Beside this file, before the build and after it. Undefined in an application's own bundle; one for CommonJS has no URL. */
function threadFile(): URL | undefined {
  const here: string | undefined = import.meta.url;
  if (here === undefined) return undefined;
  const file = new URL(here.endsWith(".ts") ? "./beat-thread.ts" : "./beat-thread.js", here);
  return existsSync(file) ? file : undefined;
}
