/** Says every second that this worker lives, from a thread of its own: a node that blocks the event loop is not a dead worker. */
import { Worker } from "node:worker_threads";
import { beatWorker } from "../../persistence/statements/beat-worker.ts";
import { removeWorkers } from "../../persistence/statements/remove-workers.ts";
import type { Services } from "../services.ts";
import type { BeatOptions } from "./beat-thread.ts";

/** A worker whose event loop stands still for longer is as good as dead. */
const STALL_MS = 60_000;
const SIGN_MS = 1_000;

/** Resolves after the first beat; what it resolves to ends the beating. The embedded database has one process: nobody asks. */
export async function startBeat(services: Services): Promise<() => Promise<void>> {
  const { database, worker, timing, log } = services;
  const { connectionString: url } = database.pool.options;
  if (database.kind === "pglite" || !url) return async () => {};
  await beatWorker(database.sql, worker);
  const workerData: BeatOptions = { url, worker, beatMs: timing.beatMs, stallMs: STALL_MS };
  const thread = new Worker(threadFile(), { workerData });
  thread.on("error", (error) => log.error("the beat thread failed; this worker's runs will be handed over", { reason: error.message }));
  thread.unref();
  const sign = setInterval(() => thread.postMessage("alive"), SIGN_MS);
  sign.unref();
  return async () => {
    clearInterval(sign);
    await thread.terminate();
    await removeWorkers(database.sql, worker);
  };
}

/** Beside this file, before the build and after it. */
const threadFile = (): URL => new URL(import.meta.url.endsWith(".ts") ? "./beat-thread.ts" : "./beat-thread.js", import.meta.url);
