/** G21: a deadline, a signal and a person at the same instant make one decision; a rollback undoes all active runs, but no decision. */
import { setTimeout as sleep } from "node:timers/promises";
import { refundDesk } from "../../fixtures/refund-desk.ts";
import { names, startsOf } from "../../fixtures/steps.ts";
import { letGo } from "../../support/gates.ts";
import { until } from "../../support/until.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials, sumTallies, type Violation } from "../measure/run-trials.ts";

const TOGETHER = 10;

measurePromise({
  promise: "a deadline and a person at the same instant: exactly one decides",
  off: "the claim accepts decided questions, without the thread's lock",
  trials: { full: 1_000, quick: 20, off: 20 },
  protections: ["claim"],
  async measure(trials, without) {
    const desk = await faultDesk(without, { graph: refundDesk("2s") });
    const seen = { person: 0, deadline: 0 };
    const tallies: Tally[] = [];
    for (let first = 0; first < trials; first += TOGETHER)
      tallies.push(await runTrials({ trials: TOGETHER, width: TOGETHER }, (index) => bothAtOnce(desk, index, seen)));
    await desk.runtime.stop();
    return { ...sumTallies(...tallies), note: `person ${seen.person}, deadline ${seen.deadline}` };
  },
});

async function bothAtOnce(desk: FaultDesk, index: number, seen: { person: number; deadline: number }): Promise<Violation> {
  const { thread_id } = await desk.begin({ message: "both" });
  // on a busy machine it is over before it is seen
  const { id, due_at } = await until("the question", async () => {
    const { items } = await desk.runtime.interrupts.list({ thread_id, limit: 1, offset: 0 });
    return items[0];
  });
  // a timer fires a little late, and so the person decides a little late
  await sleep(Date.parse(due_at ?? "") - Date.now() + 3 * index);
  const person = await desk.runtime.interrupts.decide({ id, decision: "approve", by: "ann", roles: ["lead"] }).then(
    () => true,
    () => false,
  );
  const { status } = await until("the decision", async () => {
    const interrupt = await desk.runtime.interrupts.get(id);
    return interrupt.status !== "pending" && interrupt;
  });
  await sleep(200);
  await desk.settled(thread_id);
  seen[person ? "person" : "deadline"]++;
  const runs = await desk.runtime.runs.list(thread_id);
  const { values } = await desk.runtime.threads.get(thread_id);
  return firstViolation({
    [`${runs.length} runs`]: runs.length === 2 && runs.every((run) => run.status === "success"),
    [`${status}, though the person ${person ? "was" : "was not"} accepted`]: status === (person ? "decided" : "expired"),
    [`receipt ${values?.receipt}`]: values?.receipt === (person ? "paid 4" : undefined),
  });
}

measurePromise({
  promise: "a signal and a person at the same instant: no accepted answer is lost",
  off: "the claim does not check for signals",
  trials: { full: 2_000, quick: 12, off: 10 },
  protections: ["pendingSignals"],
  async measure(trials, without) {
    const desk = await faultDesk(without);
    const tally = await runTrials({ trials, width: 4 }, (index) => signalAndPerson(desk, index));
    await desk.runtime.stop();
    return tally;
  },
});

/** Every other question is asked inside a graph's node. */
const QUESTIONS = [
  { assistant: "refund-desk", input: { message: "signalled" }, answer: { decision: "approve" } },
  { assistant: "nested-question", input: {}, answer: { decision: "say", form: { said: "this one" } } },
] as const;

async function signalAndPerson({ runtime, begin, question, settled }: FaultDesk, index: number): Promise<Violation> {
  const { assistant, input, answer } = QUESTIONS[index % 2 === 0 ? 0 : 1];
  const { thread_id } = await begin(input, assistant);
  const { id } = await question(thread_id);
  // at the same instant, and while the answer's run begins
  const laterMs = (index >> 1) % 10;
  const [signalled, decided] = await Promise.allSettled([
    sleep(laterMs).then(() => runtime.threads.signal(thread_id, { signal: "takeOver", by: "lee", roles: ["lead"] })),
    runtime.interrupts.decide({ id, ...answer, by: "ann", roles: ["lead"] }),
  ]);
  await settled(thread_id);
  const { turns } = await runtime.threads.path(thread_id);
  const isInPath = turns.some(({ path }) => path.some(({ label }) => label === answer.decision));
  return firstViolation({
    [`the answer was ${decided?.status}, and in the path: ${isInPath}`]: isInPath === (decided?.status === "fulfilled"),
    "neither was accepted": signalled?.status === "fulfilled" || decided?.status === "fulfilled",
  });
}

measurePromise({
  promise: "a rollback undoes all active runs, but no decision",
  off: "checkpoints are not rolled back",
  trials: { full: 20, quick: 4, off: 2 },
  protections: ["rollback"],
  async measure(trials, without) {
    const desk = await faultDesk(without);
    const tally = await runTrials({ trials, width: 4 }, (trial) => (trial % 2 === 0 ? manyRunsBack(desk) : decisionKept(desk)));
    await desk.runtime.stop();
    return tally;
  },
});

const request = (script: object, multitask_strategy: "enqueue" | "rollback" = "enqueue") => ({
  ...{ assistant_id: "steps", input: { script: { noAsk: true, ...script } }, multitask_strategy },
});

async function manyRunsBack({ runtime, begin, settled, database }: FaultDesk): Promise<Violation> {
  const { thread_id } = await begin({ script: { noAsk: true } }, "steps");
  await settled(thread_id);
  const inTheWay = [await runtime.runs.create(thread_id, request({ slow: "n3", slowMs: 60_000 }))];
  for (let queued = 0; queued < 2; queued++) inTheWay.push(await runtime.runs.create(thread_id, request({})));
  await until("n3 begun", async () => (await startsOf(database, thread_id, "n3")) > 1);
  const last = await runtime.runs.create(thread_id, request({}, "rollback"));
  await runtime.runs.join(thread_id, last.run_id);
  await settled(thread_id);
  const { values } = await runtime.threads.get(thread_id);
  const cancelled = await database.sql.query<{ run_id: string }>(
    "select run_id from signalbox.audit where thread_id = $1 and what = 'run.cancelled' and detail ->> 'why' is not null",
    [thread_id],
  );
  const statuses = await Promise.all(
    inTheWay.map(({ run_id }) =>
      runtime.runs.get(thread_id, run_id).then(
        ({ status }) => status,
        () => "gone",
      ),
    ),
  );
  return firstViolation({
    [`seen ${values?.seen}`]: String(values?.seen) === String([...names, ...names]),
    [`${cancelled.length} of 3 runs are audited`]: cancelled.length === 3,
    [`statuses ${statuses}`]: statuses.every((status) => status === "gone" || status === "interrupted"),
  });
}

/** The run in the way carries an answer: the rollback is refused. */
async function decisionKept(desk: FaultDesk): Promise<Violation> {
  const { runtime, database } = desk;
  const { thread_id } = await desk.begin({ script: { slow: "n5" } }, "steps");
  const { id } = await desk.question(thread_id);
  await runtime.interrupts.decide({ id, resume: "yes", by: "ann" });
  const refusal = await runtime.runs.create(thread_id, request({}, "rollback")).catch(({ code }) => code);
  letGo(thread_id);
  await desk.settled(thread_id);
  const { values } = await runtime.threads.get(thread_id);
  return firstViolation({
    [`the rollback: ${refusal}`]: refusal === "THREAD_BUSY",
    [`answer ${values?.answer}`]: values?.answer === "yes" && (await startsOf(database, thread_id, "n6")) === 1,
  });
}
