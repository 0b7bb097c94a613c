/** Starts fault-worker.ts and waits until such processes have no run. */
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Database } from "../../../persistence/connection/database.ts";
import { spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { until } from "../../support/until.ts";
import type { FaultWorkerOptions } from "./fault-worker.ts";

export interface FaultProcess {
  /** How far its clock is off. */
  readonly skewMs?: number;
  /** How far its clock steps back, and forth again. */
  readonly stepMs?: number;
  /** It dies when its heap is larger. */
  readonly heapMb?: number;
}

export function spawnFaultWorker(
  options: FaultWorkerOptions,
  { skewMs = 0, stepMs = 0, heapMb }: FaultProcess = {},
): Promise<ChildProcess> {
  const clock = [
    "--import",
    `data:text/javascript,globalThis.SKEW_MS=${skewMs};globalThis.STEP_MS=${stepMs}`,
    "--import",
    new URL("../inject/skewed-clock.ts", import.meta.url).href,
  ];
  const heap = heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`];
  const execArgv = [...heap, ...(skewMs === 0 && stepMs === 0 ? [] : clock)];
  const stderr = heapMb === undefined ? "inherit" : "ignore";
  return spawnReady(fileURLToPath(new URL("./fault-worker.ts", import.meta.url)), options, { execArgv, stderr });
}

export const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Resolves when these workers have no run and can get none: they have died, or all runs have ended. */
export async function untilNoneWorks({ sql }: Database, workers: readonly ChildProcess[]): Promise<void> {
  await until("the end of the workers' runs", async () => {
    const runs = await sql.query<{ worker: string | null }>(
      "select l.worker from signalbox.runs r left join signalbox.leases l on l.run = r.id where r.status in ('pending', 'running')",
    );
    const living = workers.filter((worker) => !hasExited(worker)).map(({ pid }) => String(pid));
    return living.length === 0 || runs.every(({ worker }) => worker && !living.includes(worker.split(":").at(-2) ?? ""));
  });
}
