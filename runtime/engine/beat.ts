/** Says every second that this worker lives, from a thread of its own, which also sees from outside when a node blocks the event loop. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { beatWorker } from "../../persistence/statements/workers/beat-worker.ts";
import { recordBlocked } from "../../persistence/statements/workers/record-blocked.ts";
import { removeWorkers } from "../../persistence/statements/workers/remove-workers.ts";
import type { Services } from "../services.ts";
import { beatOnEventLoop } from "./beat-on-event-loop.ts";
import type { BeatOptions, SeenBlocked } from "./beat-thread.ts";

/** A worker whose event loop stands still for longer is as good as dead. */
const STALL_MS = 60_000;

/** Resolves after the first beat; what it resolves to ends the beating. The embedded database has one process: nobody asks for its beat. */
export async function startBeat(services: Services): Promise<() => Promise<void>> {
  const file = threadFile();
  if (!file) return beatOnEventLoop(services);
  const { database, worker, timing, log } = services;
  const isShared = database.kind === "postgres";
  if (isShared) await beatWorker(database.sql, worker);
  const { beatMs, blockedAfterMs } = timing;
  const workerData: BeatOptions = {
    url: database.directUrl,
    worker,
    beatMs,
    blockedAfterMs,
    stallMs: STALL_MS,
    logLevel: log.level ?? "silent",
  };
  const thread = new Worker(file, { workerData });
  thread.on("error", (error) => log.error("the beat thread failed; this worker's runs will be handed over", { reason: error.message }));
  if (!isShared) thread.on("message", (seen: SeenBlocked) => recordAfterwards(services, seen));
  thread.unref();
  const sign = setInterval(() => thread.postMessage("alive"), beatMs);
  sign.unref();
  return async () => {
    clearInterval(sign);
    await thread.terminate();
    if (isShared) await removeWorkers(database.sql, worker);
  };
}

/** On the embedded database nobody else could write it down while the event loop stood still. */
function recordAfterwards({ database, worker, log }: Services, { blockedMs, at }: SeenBlocked): void {
  recordBlocked(database.sql, { worker, isShared: false, blockedMs, agoMs: Date.now() - at }).catch((error: Error) =>
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
