/** G7: a worker kills itself with kill -9 at every boundary of a run of six nodes: before and after each write of a checkpoint, a node's writes and an effect. */
import type { ChildProcess } from "node:child_process";
import type { Database } from "../../persistence/connection/database.ts";
import { effectsOf, names, startsOf } from "../fixtures/steps.ts";
import { weakenedDesk } from "./graphs/weakened-desk.ts";
import { keeps, type Tally } from "./measure/promise.ts";
import { firstWrong, several } from "./measure/several.ts";
import { isDead, noneAtWork, spawnFaultWorker } from "./processes/spawn-fault-worker.ts";
import { type Death, deathAt } from "./trouble/die-at-statement.ts";

const TOGETHER = 6;
const timing = { deadAfterMs: 1_500, beatMs: 300 };

keeps({
  ...{ id: "G7", promise: "a killed run finishes by itself, and finished nodes do not run again" },
  off: "dead workers are not detected",
  // the full one ends where a run has no more boundaries
  trials: { full: 240, quick: 12, off: 6 },
  protections: ["elsewhere"],
  async measure(trials, without) {
    const stride = trials >= 240 ? 1 : 6;
    let all: Tally = { trials: 0, violations: 0 };
    for (let group = 0; group < trials; group += TOGETHER) {
      const deaths = Array.from({ length: TOGETHER }, (_, index) => deathAt((group + index) * stride, "writes"));
      const { killed, violations } = await killedAt(deaths, without.length > 0);
      all = { trials: all.trials + killed, violations: all.violations + violations };
      if (killed < TOGETHER) break;
    }
    return { ...all, note: `${all.trials} boundaries` };
  },
});

/** One run for each death, and then an heir for all of them. */
async function killedAt(deaths: readonly Death[], isForgotten: boolean): Promise<Tally & { killed: number }> {
  const desk = await weakenedDesk([], { idle: true, timing: isForgotten ? { ...timing, deadAfterMs: 3_600_000 } : timing });
  const { url, database, runtime } = desk;
  const victim = (death: Death) => spawnFaultWorker({ url, death, timing: { ...timing, slots: 1, deadAfterMs: 3_600_000 } });
  const workers = await Promise.all(deaths.map(victim));
  const runs = await Promise.all(deaths.map(() => desk.begin({ script: { noAsk: true } }, "steps")));
  await noneAtWork(database, workers);
  const killed = await buried(workers);
  const finished = await Promise.all(runs.map(({ thread_id }) => finishedNodes(database, thread_id)));
  await runtime.start();
  const tally = await several({ trials: runs.length, width: runs.length }, async (index) => {
    const thread = runs[index]?.thread_id ?? "";
    if ((await desk.settled(thread, isForgotten ? 5_000 : 60_000)) !== "idle") return "the run was lost";
    const again = [];
    for (const node of finished[index] ?? []) if ((await startsOf(database, thread, node)) !== 1) again.push(node);
    const { values } = await runtime.threads.get(thread);
    return firstWrong({
      [`run again: ${again}`]: again.length === 0,
      [`effects: ${await effectsOf(database, thread)}`]: String(await effectsOf(database, thread)) === String(names),
      [`seen: ${values?.seen}`]: String(values?.seen) === String(names),
    });
  });
  await runtime.stop();
  return { ...tally, killed };
}

/** How many of them have killed themselves; the others are ended now. */
async function buried(workers: readonly ChildProcess[]): Promise<number> {
  const killed = workers.filter(isDead).length;
  for (const worker of workers) worker.kill("SIGKILL");
  return killed;
}

/** What need not be run again: the nodes whose writes are stored. */
async function finishedNodes({ sql }: Database, thread: string): Promise<string[]> {
  const rows = await sql.query<{ node: string }>(
    `select distinct node from audit a where thread_id = $1 and what = 'node.started'
       and exists (select 1 from checkpoint_writes w where w.thread_id = a.thread_id and w.task_id = a.task)`,
    [thread],
  );
  return rows.map(({ node }) => node);
}
