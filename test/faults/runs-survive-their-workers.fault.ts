/** G8: workers killed in the middle of their runs, runs longer than the queue's patience, and what comes after a failed run. */
import { PgBoss } from "pg-boss";
import { effectsOf, names, startsOf } from "../fixtures/steps.ts";
import { freshPostgres } from "../support/databases.ts";
import { until } from "../support/until.ts";
import { weakenedDesk } from "./graphs/weakened-desk.ts";
import { keeps, type Tally } from "./measure/promise.ts";
import { firstWrong, several, spread, sum } from "./measure/several.ts";
import { spawnFaultWorker } from "./processes/spawn-fault-worker.ts";
import type { Protection } from "./trouble/weaken.ts";

const TOGETHER = 5;

keeps({
  ...{ id: "G8", promise: "a killed worker's run continues on another worker", off: "dead workers are not detected" },
  trials: { full: 50, quick: 5, off: 1 },
  protections: ["elsewhere"],
  async measure(trials, without) {
    const took: number[] = [];
    const tallies: Tally[] = [];
    for (let first = 0; first < trials; first += TOGETHER) {
      const kills = Array.from({ length: Math.min(TOGETHER, trials - first) }, (_, index) => names[(first + index) % names.length] ?? "n1");
      tallies.push(await handedOver(kills, took, without));
    }
    return { ...sum(...tallies), note: `hand-over ${spread(took)}` };
  },
});

/** With the times of production: a worker is dead after 4 s. */
async function handedOver(kills: readonly string[], took: number[], without: readonly Protection[]): Promise<Tally> {
  const isForgotten = without.length > 0;
  const timing = isForgotten ? { deadAfterMs: 3_600_000 } : {};
  const desk = await weakenedDesk([], { idle: true, timing });
  const { url, database } = desk;
  const victims = await Promise.all(kills.map(() => spawnFaultWorker({ url, timing: { ...timing, slots: 1 } })));
  const begin = (slow: string) => desk.begin({ script: { noAsk: true, slow, slowMs: 60_000, once: true } }, "steps");
  const runs = await Promise.all(kills.map(begin));
  const starts = (index: number) => startsOf(database, runs[index]?.thread_id ?? "", kills[index] ?? "");
  await Promise.all(kills.map((_, index) => until("the node", async () => (await starts(index)) > 0)));
  const heir = await spawnFaultWorker({ url, timing });
  for (const victim of victims) victim.kill("SIGKILL");
  const killedAt = performance.now();
  const tally = await several({ trials: kills.length, width: kills.length }, async (index) => {
    await until("the hand-over", async () => (await starts(index)) > 1, isForgotten ? 8_000 : 60_000);
    took.push(performance.now() - killedAt);
    const thread = runs[index]?.thread_id ?? "";
    const status = await desk.settled(thread);
    const counts = await Promise.all(names.map((node) => startsOf(database, thread, node)));
    return firstWrong({
      [`status ${status}`]: status === "idle",
      [`starts ${counts}`]: counts.every((count, place) => count === (names[place] === kills[index] ? 2 : 1)),
      effects: String(await effectsOf(database, thread)) === String(names),
    });
  });
  heir.kill("SIGKILL");
  await desk.runtime.stop();
  return tally;
}

/** The queue's: a job that is not touched for so long is handed out again, and so is one that takes longer than its expiry. */
const HEARTBEAT_MS = 10_000;
const EXPIRY_SECONDS = 20;

keeps({
  ...{
    id: "G8",
    promise: "a live run is started once, even beyond 3 heartbeats and its job's expiry",
    off: "any worker that gets the job takes the thread",
  },
  trials: { full: 16, quick: 4, off: 2 },
  protections: ["owner"],
  async measure(trials, without) {
    const url = (await freshPostgres()).url;
    await expireSoon(url);
    const desk = await weakenedDesk([], { url, idle: true });
    // a machine so busy that a beat comes late is not what is measured here
    const timing = { slots: trials, deadAfterMs: 15_000 };
    const workers = await Promise.all([1, 2, 3].map(() => spawnFaultWorker({ url, without, timing })));
    const tally = await several({ trials, width: trials }, async () => {
      const { thread_id } = await desk.begin(
        { script: { noAsk: true, slow: "n2", slowMs: 3 * HEARTBEAT_MS + 1_000, deaf: true } },
        "steps",
      );
      const { status, starts } = await until(
        "its end, or a second start",
        async () => {
          const [run] = await desk.database.sql.query<{ status: string; starts: number }>(
            "select status, starts from runs where thread_id = $1",
            [thread_id],
          );
          return run && (run.status === "success" || run.starts > 1) && run;
        },
        90_000,
      );
      const counts = await Promise.all(names.map((node) => startsOf(desk.database, thread_id, node)));
      return firstWrong({
        [`it is ${status} after ${starts} starts, of its nodes ${counts}`]: starts === 1 && counts.every((count) => count === 1),
      });
    });
    for (const worker of workers) worker.kill("SIGKILL");
    await desk.runtime.stop();
    return tally;
  },
});

async function expireSoon(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: "signalbox_queue", supervise: false, schedule: false });
  await boss.start();
  await boss.updateQueue("runs", { expireInSeconds: EXPIRY_SECONDS });
  await boss.stop({ graceful: false });
}

keeps({
  ...{ id: "G8", promise: "after a failed run, the thread's next message runs", off: "raw pg-boss: the job fails with its run" },
  trials: { full: 50, quick: 6, off: 1 },
  protections: ["elsewhere"],
  async measure(trials, without) {
    if (without.length > 0) return rawQueue();
    const desk = await weakenedDesk([]);
    const tally = await several({ trials, width: 6 }, async (index) => {
      const { thread_id } = await desk.begin({ script: { noAsk: true, fail: names[index % names.length] } }, "steps");
      const failed = await desk.settled(thread_id);
      const next = await desk.runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
      await desk.runtime.runs.join(thread_id, next.run_id);
      const { status } = await desk.runtime.runs.get(thread_id, next.run_id);
      return firstWrong({ [`first ${failed}`]: failed === "error", [`next ${status}`]: status === "success" });
    });
    await desk.runtime.stop();
    return tally;
  },
});

/** Two jobs of one key: the first fails, and the second is never given out. */
async function rawQueue(): Promise<Tally> {
  const { url } = await freshPostgres();
  const boss = new PgBoss({ connectionString: url, schema: "signalbox_queue", supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue("raw", { policy: "key_strict_fifo", retryLimit: 0 });
  for (const message of ["first", "next"]) await boss.send("raw", { message }, { singletonKey: "thread" });
  const [first] = await boss.fetch("raw");
  await boss.fail("raw", first?.id ?? "", { reason: "its run failed" });
  const next = await boss.fetch("raw");
  await boss.stop({ graceful: false });
  return { trials: 1, violations: next.length === 0 ? 1 : 0 };
}
