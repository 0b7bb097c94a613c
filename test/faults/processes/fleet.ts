/** Workers that are started again whenever one of them ends, as a supervisor does. */
import type { ChildProcess } from "node:child_process";
import { ended } from "../../runtime/engine/processes/spawn-worker.ts";
import type { FaultWorkerOptions } from "./fault-worker.ts";
import { type FaultProcess, spawnFaultWorker } from "./spawn-fault-worker.ts";

export interface Fleet {
  /** How many processes have ended by themselves. */
  readonly deaths: number;
  stop(): Promise<void>;
}

/** Resolves when all of them work. */
export async function startFleet(count: number, options: FaultWorkerOptions, process: FaultProcess): Promise<Fleet> {
  const workers = new Set<ChildProcess>();
  let isStopped = false;
  let deaths = 0;
  const start = async () => {
    const worker = await spawnFaultWorker(options, process);
    workers.add(worker);
    if (isStopped) worker.kill("SIGKILL");
    return worker;
  };
  const watch = async (first: ChildProcess) => {
    for (let worker = first; ; worker = await start()) {
      await ended(worker);
      workers.delete(worker);
      if (isStopped) return;
      deaths += 1;
    }
  };
  const first = await Promise.all(Array.from({ length: count }, start));
  const lanes = Promise.allSettled(first.map(watch));
  return {
    get deaths() {
      return deaths;
    },
    async stop() {
      isStopped = true;
      for (const worker of workers) worker.kill("SIGKILL");
      await lanes;
    },
  };
}
