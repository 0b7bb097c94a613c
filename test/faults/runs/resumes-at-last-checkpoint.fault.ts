/** G7: a worker kills itself with kill -9 at every boundary of a run of six nodes: before and after each checkpoint, each node's writes and each effect. */
import type { ChildProcess } from "node:child_process";
import type { Database } from "../../../persistence/connection/database.ts";
import { effectsOf, names, startsOf } from "../../fixtures/steps.ts";
import { faultDesk } from "../graphs/fault-desk.ts";
import { type KillPoint, killPointAt } from "../inject/kill-at-statement.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";
import { hasExited, spawnFaultWorker, untilNoneWorks } from "../processes/spawn-fault-worker.ts";

const TOGETHER = 6;
const timing = { deadAfterMs: 1_500, beatMs: 300 };

measurePromise({
  promise: "a killed run finishes by itself, and finished nodes do not run again",
  off: "dead workers are not detected",
  // a full measurement ends where a run has no more boundaries
  trials: { full: 240, quick: 12, off: 6 },
  protections: ["custom"],
  async measure(trials, without) {
    const stride = trials >= 240 ? 1 : 6;
    let all: Tally = { trials: 0, violations: 0 };
    for (let group = 0; group < trials; group += TOGETHER) {
      const killPoints = Array.from({ length: TOGETHER }, (_, index) => killPointAt((group + index) * stride, "writes"));
      const { killed, violations } = await killAt(killPoints, without.length > 0);
      all = { trials: all.trials + killed, violations: all.violations + violations };
      if (killed < TOGETHER) break;
    }
    return { ...all, note: `${all.trials} boundaries` };
  },
});

/** One run and one worker for each kill point; one other worker takes over all the runs. */
async function killAt(killPoints: readonly KillPoint[], isForgotten: boolean): Promise<Tally & { killed: number }> {
  const desk = await faultDesk([], { idle: true, timing: isForgotten ? { ...timing, deadAfterMs: 3_600_000 } : timing });
  const { url, database, runtime } = desk;
  const victim = (killPoint: KillPoint) => spawnFaultWorker({ url, killPoint, timing: { ...timing, slots: 1, deadAfterMs: 3_600_000 } });
  const workers = await Promise.all(killPoints.map(victim));
  const runs = await Promise.all(killPoints.map(() => desk.begin({ script: { noAsk: true } }, "steps")));
  await untilNoneWorks(database, workers);
  const killed = await countKilled(workers);
  const finished = await Promise.all(runs.map(({ thread_id }) => finishedNodes(database, thread_id)));
  await runtime.start();
  const tally = await runTrials({ trials: runs.length, width: runs.length }, async (index) => {
    const thread = runs[index]?.thread_id ?? "";
    if ((await desk.settled(thread, isForgotten ? 5_000 : 180_000)) !== "idle") return "the run was lost";
    const repeated = [];
    for (const node of finished[index] ?? []) if ((await startsOf(database, thread, node)) !== 1) repeated.push(node);
    const { values } = await runtime.threads.get(thread);
    return firstViolation({
      [`run again: ${repeated}`]: repeated.length === 0,
      [`effects: ${await effectsOf(database, thread)}`]: String(await effectsOf(database, thread)) === String(names),
      [`seen: ${values?.seen}`]: String(values?.seen) === String(names),
    });
  });
  await runtime.stop();
  return { ...tally, killed };
}

/** How many workers killed themselves. The others are killed now. */
async function countKilled(workers: readonly ChildProcess[]): Promise<number> {
  const killed = workers.filter(hasExited).length;
  for (const worker of workers) worker.kill("SIGKILL");
  return killed;
}

/** The nodes whose writes are stored: they must not run again. */
async function finishedNodes({ sql }: Database, thread: string): Promise<string[]> {
  const rows = await sql.query<{ node: string }>(
    `select distinct node from signalbox.audit a where thread_id = $1 and what = 'node.started'
       and exists (select 1 from signalbox.checkpoint_writes w where w.thread_id = a.thread_id and w.task_id = a.task)`,
    [thread],
  );
  return rows.map(({ node }) => node);
}
