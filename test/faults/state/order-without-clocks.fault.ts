/** G24: what is committed on a thread stays in its state, although the processes that work on it disagree about the time. */
import { names } from "../../fixtures/steps.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials, type Violation } from "../measure/run-trials.ts";
import { spawnFaultWorker } from "../processes/spawn-fault-worker.ts";

/** How far each process's clock is off, and how far it steps back and forth. */
const CLOCKS: readonly (readonly [skewMs: number, stepMs: number])[] = [
  [0, 0],
  [200, 0],
  [-2_000, 0],
  [3_600_000, 0],
  [0, 3_000],
];
const TURNS = 3;

measurePromise({
  promise: "no clock decides which checkpoint is the newest: no turn and no result is lost",
  off: "the order of checkpoints is that of their ids",
  trials: { full: 100, quick: 5, off: 3 },
  protections: ["checkpointOrder"],
  async measure(trials, without) {
    const desk = await faultDesk(without, { idle: true });
    const timing = { slots: 2 };
    const workers = await Promise.all(
      CLOCKS.map(([skewMs, stepMs]) => spawnFaultWorker({ url: desk.url, without, timing }, { skewMs, stepMs })),
    );
    const tally = await runTrials({ trials, width: 5 }, () => turnsAndApproval(desk));
    for (const worker of workers) worker.kill("SIGKILL");
    await desk.runtime.stop();
    return { ...tally, note: `${trials * (TURNS + 1)} turns, ${trials} approvals` };
  },
});

async function turnsAndApproval({ runtime, question, settled }: FaultDesk): Promise<Violation> {
  const { thread_id } = await runtime.threads.create({});
  const turn = async (script: object) => {
    const { run_id } = await runtime.runs.create(thread_id, { assistant_id: "steps", input: { script } });
    await runtime.runs.join(thread_id, run_id);
  };
  for (let index = 0; index < TURNS; index++) await turn({ noAsk: true });
  await turn({});
  const { id } = await question(thread_id);
  await runtime.interrupts.decide({ id, resume: "yes", by: "ann" });
  await settled(thread_id);
  const { values } = await runtime.threads.state(thread_id);
  const { seen = [], answer } = values as { seen?: string[]; answer?: unknown };
  const runs = await runtime.runs.list(thread_id);
  const expected = Array.from({ length: TURNS + 1 }, () => names).flat();
  return firstViolation({
    [`runs ${runs.map(({ status }) => status)}`]: runs.every(({ status }) => status === "success"),
    [`${seen.length} of ${expected.length} nodes are in the state`]: String(seen) === String(expected),
    [`answer ${answer}`]: answer === "yes",
  });
}
