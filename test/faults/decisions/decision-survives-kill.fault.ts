/** G4: kill -9 at every statement from a decision until the graph continues: in the process that decides, and in the one that takes the run. */
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { effectsOf } from "../../fixtures/steps.ts";
import { ended, spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import type { Protection } from "../inject/disable-protections.ts";
import { killPointAt } from "../inject/kill-at-statement.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials, sumTallies, type Violation } from "../measure/run-trials.ts";
import type { DeciderOptions } from "../processes/decider.ts";
import { spawnFaultWorker, untilNoneWorks } from "../processes/spawn-fault-worker.ts";

/** A few more than there are until the answer is in a checkpoint: the last ones kill no process. */
const BOUNDARIES = { decision: 22, resume: 44 };
const TOGETHER = 6;
const timing = { deadAfterMs: 1_500, beatMs: 300 };

measurePromise({
  promise: "a decision is never lost",
  off: "each statement is its own transaction",
  trials: { full: BOUNDARIES.decision + BOUNDARIES.resume, quick: 12, off: 12 },
  protections: ["transaction"],
  async measure(trials, without) {
    if (without.length > 0) return deciderKilled(trials, BOUNDARIES.decision / trials, without);
    const half = Math.round((trials * BOUNDARIES.decision) / (BOUNDARIES.decision + BOUNDARIES.resume));
    const stride = (BOUNDARIES.decision + BOUNDARIES.resume) / trials;
    const inDecider = await deciderKilled(half, stride, without);
    const inWorker: Tally[] = [];
    for (let first = 0; first < trials - half; first += TOGETHER) {
      const count = Math.min(TOGETHER, trials - half - first);
      inWorker.push(await workersKilled(Array.from({ length: count }, (_, index) => Math.floor((first + index) * stride))));
    }
    return sumTallies(inDecider, ...inWorker);
  },
});

async function deciderKilled(trials: number, stride: number, without: readonly Protection[]): Promise<Tally> {
  const desk = await faultDesk([]);
  const script = fileURLToPath(new URL("../processes/decider.ts", import.meta.url));
  const tally = await runTrials({ trials, width: TOGETHER }, async (index) => {
    const { thread_id, id } = await asked(desk);
    const options: DeciderOptions = { url: desk.url, id, killPoint: killPointAt(Math.floor(index * stride), "decision"), without };
    const decider = await spawnReady(script, options);
    await ended(decider);
    if (index === 0) assertKilled(decider);
    // a decision that never arrived may be sent again; one that arrived may not
    if ((await desk.runtime.interrupts.get(id)).status === "pending") await desk.runtime.interrupts.decide({ id, resume: "yes" });
    return lost(desk, thread_id);
  });
  await desk.runtime.stop();
  return tally;
}

async function workersKilled(boundaries: readonly number[]): Promise<Tally> {
  const desk = await faultDesk([], { timing });
  const { url, runtime, database } = desk;
  const waiting = await Promise.all(boundaries.map(() => asked(desk)));
  await runtime.stop();
  const workers = await Promise.all(
    boundaries.map((boundary) =>
      spawnFaultWorker({ url, killPoint: killPointAt(boundary, "resume"), timing: { ...timing, slots: 1, deadAfterMs: 3_600_000 } }),
    ),
  );
  const decider = await faultDesk([], { url, idle: true, timing });
  for (const { id } of waiting) await decider.runtime.interrupts.decide({ id, resume: "yes" });
  await untilNoneWorks(database, workers);
  if (boundaries[0] === 0 && workers[0]) assertKilled(workers[0]);
  for (const worker of workers) worker.kill("SIGKILL");
  await decider.runtime.start();
  const tally = await runTrials({ trials: waiting.length, width: TOGETHER }, (index) => lost(decider, waiting[index]?.thread_id ?? ""));
  await decider.runtime.stop();
  return tally;
}

/** Otherwise the statements have other words now, no process is killed, and nothing is measured. */
function assertKilled({ signalCode }: ChildProcess): void {
  if (signalCode !== "SIGKILL") throw new Error("No process was killed at its first statement: see kill-at-statement.ts.");
}

async function asked(desk: FaultDesk): Promise<{ thread_id: string; id: string }> {
  const { thread_id } = await desk.begin({ script: {} }, "steps");
  return { thread_id, id: (await desk.question(thread_id)).id };
}

async function lost({ settled, runtime, database }: FaultDesk, thread: string): Promise<Violation> {
  const status = await settled(thread, 15_000);
  const effects = (await effectsOf(database, thread)).filter((node) => node === "ask").length;
  const { values } = await runtime.threads.get(thread);
  const failures = await database.sql.query("select error from signalbox.runs where thread_id = $1 and error is not null", [thread]);
  return firstViolation({
    [`status ${status} ${JSON.stringify(failures)}`]: status === "idle",
    [`effects ${effects}`]: effects === 1,
    "the answer": values?.answer === "yes",
  });
}
