/** Runs as a thread beside the engine, with a connection of its own, and does nothing but beat. */
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../../persistence/database.ts";
import { beatWorker } from "../../persistence/statements/beat-worker.ts";

export interface BeatOptions {
  readonly url: string;
  readonly worker: string;
  readonly beatMs: number;
  /** Without a sign from the engine for this long it beats no more. */
  readonly stallMs: number;
}

const { url, worker, beatMs, stallMs } = workerData as BeatOptions;
let signAt = performance.now();
parentPort?.on("message", () => {
  signAt = performance.now();
});

const database = await connect();
for (;;) {
  // a beat that is lost is made good by the next
  if (performance.now() - signAt < stallMs) await beatWorker(database.sql, worker).catch(() => {});
  await sleep(beatMs);
}

async function connect() {
  for (;;) {
    const opened = await openDatabase({ url, maxConnections: 1 }).catch(() => undefined);
    if (opened) return opened;
    await sleep(beatMs);
  }
}
