/** The heartbeat without a thread, for an application bundled without the thread's file. A node that blocks the event loop delays it. */
import { beatWorker, removeWorkers } from "../../persistence/statements/workers/worker.ts";
import type { Services } from "../services.ts";

type BeatServices = Pick<Services, "database" | "worker" | "timing" | "log">;

/** Resolves after the first beat, to what ends the heartbeat. */
export async function beatOnEventLoop({ database, worker, timing, log }: BeatServices): Promise<() => Promise<void>> {
  if (database.kind !== "postgres") return async () => {};
  log.warn("the heartbeat runs on the event loop, so a node that blocks it loses its run: leave the package signalbox out of the bundle", {
    worker,
  });
  await beatWorker(database.sql, worker);
  let last: Promise<unknown> = Promise.resolve();
  const beats = setInterval(() => {
    // the next beat makes up for one that is lost
    last = Promise.all([last, beatWorker(database.sql, worker).catch(() => {})]);
  }, timing.beatMs);
  beats.unref();
  return async () => {
    clearInterval(beats);
    // one that is under way would bring the worker back
    await last;
    await removeWorkers(database.sql, worker);
  };
}
