/** G21: a run's time is over at about the moment at which the answer that it carries becomes state. The answer is state, or the run's retry takes it. */
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials, sumTallies, type Violation } from "../measure/run-trials.ts";

/** How long a run may take: before, while and after its answer becomes state. */
const LIMITS_MS = [5, 15, 25, 40, 80];

interface Asked {
  readonly thread: string;
  readonly question: string;
}

measurePromise({
  promise: "a run that times out with a person's answer keeps it: the answer is state, or the retry takes it",
  off: "the run is not retried",
  trials: { full: 200, quick: 10, off: 20 },
  protections: ["custom"],
  async measure(trials, without) {
    const { url, asked } = await askAll(trials);
    const timedOut: string[] = [];
    const tallies: Tally[] = [];
    for (const [order, runMs] of LIMITS_MS.entries()) {
      const desk = await faultDesk([], { url, timing: { runMs } });
      const mine = asked.filter((_, index) => index % LIMITS_MS.length === order);
      const tally = await runTrials({ trials: mine.length, width: 2 }, async (index) => {
        const one = mine[index];
        if (one && (await answerInTime(desk, one)) === "timeout") timedOut.push(one.thread);
        return undefined;
      });
      tallies.push({ ...tally, trials: 0 });
      await desk.runtime.stop();
    }
    const desk = await faultDesk([], { url });
    tallies.push(
      await runTrials({ trials, width: 2 }, (index) => isKept(desk, { ...(asked[index] as Asked), retries: without.length === 0 })),
    );
    await desk.runtime.stop();
    return { ...sumTallies(...tallies), note: `${timedOut.length} runs timed out` };
  },
});

/** By a process without a limit, which is gone when the answers are given. */
async function askAll(trials: number): Promise<{ url: string; asked: Asked[] }> {
  const desk = await faultDesk([]);
  const asked: Asked[] = [];
  await runTrials({ trials, width: 4 }, async () => {
    const { thread_id } = await desk.begin({ message: "both" });
    asked.push({ thread: thread_id, question: (await desk.question(thread_id)).id });
    return undefined;
  });
  await desk.runtime.stop();
  return { url: desk.url, asked };
}

async function answerInTime({ runtime, settled }: FaultDesk, { thread, question }: Asked): Promise<string | undefined> {
  await runtime.interrupts.decide({ id: question, decision: "approve", by: "ann", roles: ["lead"] });
  await settled(thread);
  return (await lastRun(runtime, thread))?.status;
}

async function isKept({ runtime, settled }: FaultDesk, { thread, retries }: Asked & { readonly retries: boolean }): Promise<Violation> {
  const last = await lastRun(runtime, thread);
  if (last?.status === "timeout" && retries) {
    await runtime.runs.retry(thread, last.run_id);
    await settled(thread);
  }
  const { turns } = await runtime.threads.path(thread);
  const { values } = await runtime.threads.get(thread);
  const answers = turns.flatMap(({ path }) => path.filter(({ label }) => label === "approve"));
  return firstViolation({
    [`the answer is ${answers.length} times in the path after ${last?.status}`]: answers.length === 1,
    [`receipt ${values?.receipt}`]: values?.receipt === "paid 4",
  });
}

const lastRun = async (runtime: FaultDesk["runtime"], thread: string) =>
  (await runtime.runs.list(thread)).toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0];
