/** G9: effects happen once through retry, resume, timeout, crash, hand-over, and a frozen worker that wakes up. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../../persistence/connection/database.ts";
import { effectsOf, names, startsOf } from "../../fixtures/steps.ts";
import { until } from "../../support/until.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { paymentsFor, type Trouble } from "../graphs/payments.ts";
import type { Protection } from "../inject/disable-protections.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials, sumTallies, type Violation } from "../measure/run-trials.ts";
import { spawnFaultWorker, untilNoneWorks } from "../processes/spawn-fault-worker.ts";

const timing = { deadAfterMs: 3_000, beatMs: 300 };
/** A worker that freezes inside a transaction holds its thread until Postgres ends the transaction, after a minute. */
const FROZEN_TIMEOUT_MS = 240_000;
const unguarded = (without: readonly Protection[]) => (without.includes("custom") ? "unguarded-" : "");

/** A known outcome continues, an unknown one goes to a person. */
const troubles = ["busy", "breaks off", "late", "hangs", "fails", "asks"] as const;

measurePromise({
  promise: "an effect happens once despite retries, timeouts, resumes and a retried run",
  off: "tools without `once`",
  trials: { full: 20 * troubles.length, quick: 12, off: 12 },
  protections: ["custom"],
  async measure(trials, without) {
    const desk = await faultDesk([]);
    const tally = await runTrials({ trials, width: 8 }, (order) => {
      const trouble = troubles[order % troubles.length] ?? "busy";
      const assistant = `${unguarded(without)}${trouble === "fails" || trouble === "asks" ? "raw-" : ""}payments`;
      return payThrough(desk, { order: order + 1, trouble, assistant });
    });
    await desk.runtime.stop();
    return tally;
  },
});

interface Order {
  readonly order: number;
  readonly trouble: (typeof troubles)[number];
  readonly assistant: string;
}

async function payThrough(desk: FaultDesk, { order, trouble, assistant }: Order): Promise<Violation> {
  const { runtime, settled } = desk;
  const { thread_id, run_id } = await desk.begin({ order, trouble }, assistant);
  const status = await settled(thread_id);
  if (trouble === "fails") {
    const retry = await runtime.runs.retry(thread_id, run_id);
    await runtime.runs.join(thread_id, retry.run_id);
  }
  for (let asked = 0; trouble === "asks" && asked < 2; asked++) {
    await runtime.interrupts.decide({ id: (await desk.question(thread_id)).id, resume: "yes" });
    await settled(thread_id);
  }
  return violationOf(desk, { order, thread: thread_id, isUnknown: trouble !== "busy" && status === "interrupted" && trouble !== "asks" });
}

/** There must be one payment, and an unknown outcome must wait for a person at the declared edge. */
async function violationOf(
  { database, runtime }: FaultDesk,
  { order, thread, isUnknown }: { order: number; thread: string; isUnknown: boolean },
): Promise<Violation> {
  const payments = await paymentsFor(database.sql, order);
  const { items } = await runtime.interrupts.list({ thread_id: thread, status: "pending", limit: 1, offset: 0 });
  const { status } = await runtime.threads.get(thread);
  return firstViolation({
    [`${payments} payments`]: payments === 1,
    [`it is ${status}`]: isUnknown ? items[0]?.node === "person" : status === "idle",
  });
}

const crashes = ["kills", "hangs", "frozen"] as const satisfies readonly Trouble[];
const TOGETHER = 5;

measurePromise({
  promise: "an effect happens once despite crashes, hand-overs and frozen workers",
  off: "tools without `once`",
  trials: { full: 20 * crashes.length, quick: 3, off: 3 },
  protections: ["custom"],
  async measure(trials, without) {
    const tallies: Tally[] = [];
    const together = Math.min(TOGETHER, Math.ceil(trials / crashes.length));
    for (let first = 0; first < trials; first += together) {
      const trouble = crashes[Math.floor(first / together) % crashes.length] as (typeof crashes)[number];
      tallies.push(await crashInside(trouble, together, `${unguarded(without)}payments`));
    }
    return sumTallies(...tallies);
  },
});

/** Workers crash inside the tool, before or after its payment; one other worker takes over all their runs. */
async function crashInside(trouble: (typeof crashes)[number], count: number, assistant: string): Promise<Tally> {
  const desk = await faultDesk([], { idle: true, timing });
  const { url, database, runtime } = desk;
  const victims = await Promise.all(Array.from({ length: count }, () => spawnFaultWorker({ url, timing: { ...timing, slots: 1 } })));
  const runs = await Promise.all(victims.map((_, order) => desk.begin({ order: order + 1, trouble }, assistant)));
  await until("all workers inside the tool", async () => (await reached(database)) === count);
  const signal = { kills: undefined, hangs: "SIGKILL", frozen: "SIGSTOP" }[trouble] as NodeJS.Signals | undefined;
  for (const victim of victims) if (signal) victim.kill(signal);
  if (trouble !== "frozen") await untilNoneWorks(database, victims);
  await runtime.start();
  const statuses = await Promise.all(runs.map(({ thread_id }) => desk.settled(thread_id, FROZEN_TIMEOUT_MS)));
  for (const victim of victims) victim.kill("SIGCONT");
  if (trouble === "frozen") await sleep(5_000);
  const tally = await runTrials({ trials: count, width: count }, (index) => {
    const thread = runs[index]?.thread_id ?? "";
    return violationOf(desk, { order: index + 1, thread, isUnknown: statuses[index] === "interrupted" });
  });
  for (const victim of victims) victim.kill("SIGKILL");
  await runtime.stop();
  return tally;
}

/** How many orders are paid or about to be paid. */
async function reached({ sql }: Database): Promise<number> {
  const [row] = await sql.query<{ n: number }>("select count(distinct abs(amount))::int as n from payments");
  return row?.n ?? 0;
}

measurePromise({
  promise: "a frozen worker that wakes up writes nothing",
  off: "writes do not check the lease",
  trials: { full: 20, quick: 3, off: 3 },
  protections: ["fence"],
  async measure(trials, without) {
    const tallies: Tally[] = [];
    for (let first = 0; first < trials; first += TOGETHER) tallies.push(await wakeUp(Math.min(TOGETHER, trials - first), without));
    return sumTallies(...tallies);
  },
});

async function wakeUp(count: number, without: readonly Protection[]): Promise<Tally> {
  const desk = await faultDesk([], { idle: true, timing });
  const { url, database, runtime } = desk;
  const worker = () => spawnFaultWorker({ url, without, timing: { ...timing, slots: 1 } });
  const zombies = await Promise.all(Array.from({ length: count }, worker));
  const script = { noAsk: true, slow: "n2", slowMs: 3_000, deaf: true };
  const runs = await Promise.all(zombies.map(() => desk.begin({ script }, "steps")));
  const inside = (thread: string) => until("n2 begun", async () => (await startsOf(database, thread, "n2")) > 0);
  await Promise.all(runs.map(({ thread_id }) => inside(thread_id)));
  for (const zombie of zombies) zombie.kill("SIGSTOP");
  await runtime.start();
  await Promise.all(runs.map(({ thread_id }) => desk.settled(thread_id, FROZEN_TIMEOUT_MS)));
  const before = await Promise.all(runs.map(({ thread_id }) => rowCounts(database, thread_id)));
  for (const zombie of zombies) zombie.kill("SIGCONT");
  await sleep(5_000);
  const tally = await runTrials({ trials: count, width: count }, async (index) => {
    const thread = runs[index]?.thread_id ?? "";
    const effects = String(await effectsOf(database, thread));
    return firstViolation({
      "it wrote": (await rowCounts(database, thread)) === before[index],
      [`effects: ${effects}`]: effects === String(names),
    });
  });
  for (const zombie of zombies) zombie.kill("SIGKILL");
  await runtime.stop();
  return tally;
}

async function rowCounts({ sql }: Database, thread: string): Promise<string> {
  const rows = await sql.query(
    `select (select count(*) from signalbox.checkpoints where thread_id = $1) as checkpoints, (select count(*) from signalbox.checkpoint_writes where thread_id = $1) as writes,
       (select count(*) from signalbox.effects where thread_id = $1) as effects,
       (select count(*) from signalbox.audit where thread_id = $1 and what in ('node.started', 'effect.happened')) as audit`,
    [thread],
  );
  return JSON.stringify(rows);
}
