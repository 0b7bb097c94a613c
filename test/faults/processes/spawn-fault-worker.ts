/** Starts fault-worker.ts, and waits until such processes are dead. */
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Database } from "../../../persistence/connection/database.ts";
import { spawnReady } from "../../runtime/engine/spawn-worker.ts";
import { until } from "../../support/until.ts";
import type { FaultWorkerOptions } from "./fault-worker.ts";

/** `skewMs`: how wrong its clock is. */
export function spawnFaultWorker(options: FaultWorkerOptions, skewMs = 0): Promise<ChildProcess> {
  const skew = [
    "--import",
    `data:text/javascript,globalThis.SKEW_MS=${skewMs}`,
    "--import",
    new URL("../trouble/skewed-clock.ts", import.meta.url).href,
  ];
  return spawnReady(fileURLToPath(new URL("./fault-worker.ts", import.meta.url)), options, skewMs === 0 ? [] : skew);
}

export const isDead = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Resolves when no run is in the hands of one of these workers, nor can get there: they have died, or have come to the end. */
export async function noneAtWork({ sql }: Database, workers: readonly ChildProcess[]): Promise<void> {
  await until("the workers' ends", async () => {
    const runs = await sql.query<{ worker: string | null }>(
      "select l.worker from runs r left join leases l on l.run = r.id where r.status in ('pending', 'running')",
    );
    const living = workers.filter((worker) => !isDead(worker)).map(({ pid }) => String(pid));
    return living.length === 0 || runs.every(({ worker }) => worker && !living.includes(worker.split(":").at(-2) ?? ""));
  });
}
