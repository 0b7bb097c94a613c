/** G25: a run that kills its process, again and again, beside healthy ones. */
import type { ChildProcess } from "node:child_process";
import { ended } from "../../runtime/engine/spawn-worker.ts";
import { until } from "../../support/until.ts";
import { faultDesk } from "../graphs/fault-desk.ts";
import type { Protection } from "../inject/disable-protections.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials, type Violation } from "../measure/run-trials.ts";
import { spawnFaultWorker } from "../processes/spawn-fault-worker.ts";

const HEALTHY = 10;
const WORKERS = 2;

measurePromise({
  promise: "a run that ends its process is quarantined within 3 starts, and charges no other",
  off: "nobody asks which run ended its worker",
  trials: { full: 20, quick: 1, off: 1 },
  protections: ["suspects"],
  measure: (trials, without) => runTrials({ trials, width: 1 }, () => trial(without)),
});

async function trial(without: readonly Protection[]): Promise<Violation> {
  const desk = await faultDesk([], { idle: true });
  const { url, database } = desk;
  const fleet = startFleet(url, without);
  const begin = (script: object) => desk.begin({ script: { noAsk: true, ...script } }, "steps");
  const healthy = await Promise.all(Array.from({ length: HEALTHY }, () => begin({ slow: "n2", slowMs: 3_000 })));
  const running = () => database.sql.query("select 1 from signalbox.runs where status = 'running'");
  await until("their start", async () => (await running()).length === HEALTHY);
  const culprit = await begin({ kill: "n1", always: true });
  const statuses = await Promise.all(healthy.map(({ thread_id }) => desk.settled(thread_id, 60_000)));
  const end = await desk.settled(culprit.thread_id, without.length > 0 ? 20_000 : 60_000).catch(() => "restarted for ever");
  await fleet.stop();
  const rows = await database.sql.query<{ id: string; starts: number; attempts: number }>(
    "select id, starts, attempts from signalbox.runs",
  );
  await desk.runtime.stop();
  const charged = rows.filter(({ id, starts }) => id !== culprit.run_id && starts > 1).length;
  const attempts = rows.find(({ id }) => id === culprit.run_id)?.attempts ?? 0;
  return firstViolation({
    [`healthy runs: ${statuses}`]: statuses.every((status) => status === "idle"),
    [`${charged} healthy runs charged`]: charged === 0,
    // the last is refused before it begins
    [`the culprit is ${end} after ${attempts - 1} starts`]: end === "error" && attempts - 1 <= 3,
  });
}

/** Each worker is started again when it dies. */
function startFleet(url: string, without: readonly Protection[]): { stop(): Promise<void> } {
  const workers = new Set<ChildProcess>();
  let isStopped = false;
  const lane = async () => {
    while (!isStopped) {
      const worker = await spawnFaultWorker({ url, without });
      workers.add(worker);
      if (isStopped) worker.kill("SIGKILL");
      await ended(worker);
      workers.delete(worker);
    }
  };
  const lanes = Promise.allSettled(Array.from({ length: WORKERS }, lane));
  return {
    async stop() {
      isStopped = true;
      for (const worker of workers) worker.kill("SIGKILL");
      await lanes;
    },
  };
}
