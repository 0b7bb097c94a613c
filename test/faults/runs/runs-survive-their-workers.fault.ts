/** G8: workers are killed inside their runs, runs take longer than the queue's limits, and a run follows a failed one. */
import { PgBoss } from "pg-boss";
import { effectsOf, names, startsOf } from "../../fixtures/steps.ts";
import { freshPostgres } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { faultDesk } from "../graphs/fault-desk.ts";
import type { Protection } from "../inject/disable-protections.ts";
import { isFullRun, measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, percentiles, runTrials, sumTallies } from "../measure/run-trials.ts";
import { spawnFaultWorker } from "../processes/spawn-fault-worker.ts";

const TOGETHER = 5;

measurePromise({
  promise: "a killed worker's run continues on another worker",
  off: "dead workers are not detected",
  trials: { full: 50, quick: 5, off: 1 },
  protections: ["custom"],
  async measure(trials, without) {
    const handOverMs: number[] = [];
    const tallies: Tally[] = [];
    for (let first = 0; first < trials; first += TOGETHER) {
      const kills = Array.from({ length: Math.min(TOGETHER, trials - first) }, (_, index) => names[(first + index) % names.length] ?? "n1");
      tallies.push(await handOver(kills, handOverMs, without));
    }
    return { ...sumTallies(...tallies), note: `hand-over ${percentiles(handOverMs)}` };
  },
});

/** With the timing of production: a worker is dead after 4 s. A quick run shares its machine: there a late heartbeat proves nothing. */
async function handOver(kills: readonly string[], handOverMs: number[], without: readonly Protection[]): Promise<Tally> {
  const isForgotten = without.length > 0;
  const timing = isForgotten ? { deadAfterMs: 3_600_000 } : isFullRun ? {} : { deadAfterMs: 10_000 };
  const desk = await faultDesk([], { idle: true, timing });
  const { url, database } = desk;
  const victims = await Promise.all(kills.map(() => spawnFaultWorker({ url, timing: { ...timing, slots: 1 } })));
  const begin = (slow: string) => desk.begin({ script: { noAsk: true, slow, slowMs: 60_000, once: true } }, "steps");
  const runs = await Promise.all(kills.map(begin));
  const starts = (index: number) => startsOf(database, runs[index]?.thread_id ?? "", kills[index] ?? "");
  await Promise.all(kills.map((_, index) => until("the node", async () => (await starts(index)) > 0)));
  const successor = await spawnFaultWorker({ url, timing });
  for (const victim of victims) victim.kill("SIGKILL");
  const killedAt = performance.now();
  const tally = await runTrials({ trials: kills.length, width: kills.length }, async (index) => {
    await until("the hand-over", async () => (await starts(index)) > 1, isForgotten ? 8_000 : 180_000);
    handOverMs.push(performance.now() - killedAt);
    const thread = runs[index]?.thread_id ?? "";
    const status = await desk.settled(thread);
    const counts = await Promise.all(names.map((node) => startsOf(database, thread, node)));
    return firstViolation({
      [`status ${status}`]: status === "idle",
      [`starts ${counts}`]: counts.every((count, node) => count === (names[node] === kills[index] ? 2 : 1)),
      effects: String(await effectsOf(database, thread)) === String(names),
    });
  });
  successor.kill("SIGKILL");
  await desk.runtime.stop();
  return tally;
}

/** The queue hands a job out again when it is not touched for this time, or when it takes longer than its expiry. */
const HEARTBEAT_MS = 10_000;
const EXPIRY_SECONDS = 20;

measurePromise({
  promise: "a live run is started once, even beyond 3 heartbeats and its job's expiry",
  off: "any worker that gets the job takes the thread",
  trials: { full: 16, quick: 4, off: 2 },
  protections: ["leaseOwner"],
  async measure(trials, without) {
    const url = (await freshPostgres()).url;
    await expireSoon(url);
    const desk = await faultDesk([], { url, idle: true });
    // heartbeats that are late because the machine is busy are not measured here
    const timing = { slots: trials, deadAfterMs: 15_000 };
    const workers = await Promise.all([1, 2, 3].map(() => spawnFaultWorker({ url, without, timing })));
    const tally = await runTrials({ trials, width: trials }, async () => {
      const { thread_id } = await desk.begin(
        { script: { noAsk: true, slow: "n2", slowMs: 3 * HEARTBEAT_MS + 1_000, deaf: true } },
        "steps",
      );
      const { status, starts } = await until(
        "its end, or a second start",
        async () => {
          const [run] = await desk.database.sql.query<{ status: string; starts: number }>(
            "select status, starts from signalbox.runs where thread_id = $1",
            [thread_id],
          );
          return run && (run.status === "success" || run.starts > 1) && run;
        },
        240_000,
      );
      const counts = await Promise.all(names.map((node) => startsOf(desk.database, thread_id, node)));
      return firstViolation({
        [`it is ${status} after ${starts} starts, of its nodes ${counts}`]: starts === 1 && counts.every((count) => count === 1),
      });
    });
    for (const worker of workers) worker.kill("SIGKILL");
    await desk.runtime.stop();
    return tally;
  },
});

async function expireSoon(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: "signalbox", supervise: false, schedule: false });
  await boss.start();
  await boss.updateQueue("runs", { expireInSeconds: EXPIRY_SECONDS });
  await boss.stop({ graceful: false });
}

measurePromise({
  promise: "after a failed run, the thread's next message runs",
  off: "raw pg-boss: the job fails with its run",
  trials: { full: 50, quick: 6, off: 1 },
  protections: ["custom"],
  async measure(trials, without) {
    if (without.length > 0) return rawQueue();
    const desk = await faultDesk([]);
    const tally = await runTrials({ trials, width: 6 }, async (index) => {
      const { thread_id } = await desk.begin({ script: { noAsk: true, fail: names[index % names.length] } }, "steps");
      const failed = await desk.settled(thread_id);
      const next = await desk.runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
      await desk.runtime.runs.join(thread_id, next.run_id);
      const { status } = await desk.runtime.runs.get(thread_id, next.run_id);
      return firstViolation({ [`first ${failed}`]: failed === "error", [`next ${status}`]: status === "success" });
    });
    await desk.runtime.stop();
    return tally;
  },
});

/** Two jobs with one key: the first fails, and the second is never handed out. */
async function rawQueue(): Promise<Tally> {
  const { url } = await freshPostgres();
  const boss = new PgBoss({ connectionString: url, schema: "signalbox", supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue("raw", { policy: "key_strict_fifo", retryLimit: 0 });
  for (const message of ["first", "next"]) await boss.send("raw", { message }, { singletonKey: "thread" });
  const [first] = await boss.fetch("raw");
  await boss.fail("raw", first?.id ?? "", { reason: "its run failed" });
  const next = await boss.fetch("raw");
  await boss.stop({ graceful: false });
  return { trials: 1, violations: next.length === 0 ? 1 : 0 };
}
