/** G2: two to eight runs start at once on one thread, in two processes, under each multitask strategy. */
import { names } from "../../fixtures/steps.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials, type Violation } from "../measure/run-trials.ts";
import { spawnFaultWorker } from "../processes/spawn-fault-worker.ts";

const strategies = ["reject", "enqueue", "interrupt", "rollback"] as const;
type Strategy = (typeof strategies)[number];

measurePromise({
  promise: "one active run per thread, and each multitask strategy does what it says",
  off: "active runs are not checked",
  trials: { full: 100 * strategies.length, quick: 16, off: 8 },
  protections: ["activeRuns"],
  async measure(trials, without) {
    const desk = await faultDesk(without);
    const other = await faultDesk(without, { url: desk.url, idle: true });
    const worker = await spawnFaultWorker({ url: desk.url, without });
    const tally = await runTrials({ trials, width: 4 }, (trial) =>
      together([desk, other], strategies[trial % strategies.length] ?? "reject", 2 + (Math.floor(trial / strategies.length) % 7)),
    );
    worker.kill("SIGKILL");
    for (const { runtime } of [desk, other]) await runtime.stop();
    return tally;
  },
});

async function together(desks: readonly [FaultDesk, FaultDesk], multitask_strategy: Strategy, count: number): Promise<Violation> {
  const [desk] = desks;
  const { thread_id } = await desk.runtime.threads.create({});
  const request = { assistant_id: "steps", input: { script: { noAsk: true } }, multitask_strategy };
  const creating = Array.from({ length: count }, (_, index) => desks[index % 2]?.runtime.runs.create(thread_id, request));
  const accepted = (await Promise.allSettled(creating)).filter(({ status }) => status === "fulfilled").length;
  const status = await desk.settled(thread_id, 60_000);
  const { values } = await desk.runtime.threads.get(thread_id);
  const finished = (await desk.runtime.runs.list(thread_id, { limit: 20 })).filter((run) => run.status === "success").length;
  const seen = (values?.seen as string[] | undefined) ?? [];
  const isRight = {
    reject: accepted === 1 && finished === 1,
    enqueue: accepted === count && finished === count,
    interrupt: accepted === count && finished >= 1,
    rollback: accepted === count && finished >= 1,
  }[multitask_strategy];
  return firstViolation({
    [`${multitask_strategy}: ${accepted} of ${count} accepted, ${finished} finished, ${status}`]: isRight && status === "idle",
    [`${multitask_strategy}: updates lost: ${seen}`]: isComplete(seen, finished, multitask_strategy),
    ...(await interleavingOf(desk, thread_id)),
  });
}

/** Each finished run has added its six names, one after the other; only an interrupted run may have added fewer. */
function isComplete(seen: readonly string[], finished: number, strategy: Strategy): boolean {
  const text = seen.join();
  const complete = text.split(names.join()).length - 1;
  const rest = seen.length - complete * names.length;
  return (
    complete >= finished &&
    seen.slice(-names.length).join() === names.join() &&
    (strategy === "interrupt" || (rest === 0 && complete === finished))
  );
}

/** No run starts a node after the next run has started one, and no two checkpoints have the same parent. */
async function interleavingOf({ database }: FaultDesk, thread: string): Promise<Record<string, boolean>> {
  const starts = await database.sql.query<{ run_id: string }>(
    "select run_id from signalbox.audit where thread_id = $1 and what in ('node.started', 'effect.happened') order by id",
    [thread],
  );
  const runs = starts.map(({ run_id }) => run_id).filter((run, index, all) => run !== all[index - 1]);
  const forks = await database.sql.query(
    "select 1 from signalbox.checkpoints where thread_id = $1 group by checkpoint_ns, parent_checkpoint_id having count(*) > 1",
    [thread],
  );
  return { "two runs at once": new Set(runs).size === runs.length, "mixed checkpoints": forks.length === 0 };
}
