/** G9: effects through retry, resume, timeout, crash, hand-over, and a frozen worker that wakes up. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../persistence/connection/database.ts";
import { effectsOf, names, startsOf } from "../fixtures/steps.ts";
import { until } from "../support/until.ts";
import { paymentsFor, type Trouble } from "./graphs/books.ts";
import { type SuiteDesk, weakenedDesk } from "./graphs/weakened-desk.ts";
import { keeps, type Tally } from "./measure/promise.ts";
import { firstWrong, several, sum, type Wrong } from "./measure/several.ts";
import { noneAtWork, spawnFaultWorker } from "./processes/spawn-fault-worker.ts";
import type { Protection } from "./trouble/weaken.ts";

const timing = { deadAfterMs: 1_500, beatMs: 300 };
/** One that freezes inside a transaction holds its thread until Postgres ends that, after a minute. */
const THAWED_MS = 120_000;
const careless = (without: readonly Protection[]) => (without.includes("elsewhere") ? "careless-" : "");

/** Where each trouble leads: what is known goes on, what is not goes to a person. */
const within = ["busy", "breaks off", "late", "hangs", "fails", "asks"] as const;

keeps({
  ...{ id: "G9", promise: "an effect happens once despite retries, timeouts, resumes and a retried run", off: "tools without `once`" },
  trials: { full: 20 * within.length, quick: 12, off: 12 },
  protections: ["elsewhere"],
  async measure(trials, without) {
    const desk = await weakenedDesk([]);
    const tally = await several({ trials, width: 8 }, (order) => {
      const trouble = within[order % within.length] ?? "busy";
      const assistant = `${careless(without)}${trouble === "fails" || trouble === "asks" ? "raw-" : ""}books`;
      return troubled(desk, { order: order + 1, trouble, assistant });
    });
    await desk.runtime.stop();
    return tally;
  },
});

interface Order {
  readonly order: number;
  readonly trouble: (typeof within)[number];
  readonly assistant: string;
}

async function troubled(desk: SuiteDesk, { order, trouble, assistant }: Order): Promise<Wrong> {
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
  return outcome(desk, { order, thread: thread_id, isUnknown: trouble !== "busy" && status === "interrupted" && trouble !== "asks" });
}

/** One payment; and what nobody knows waits for a person at the declared edge. */
async function outcome(
  { database, runtime }: SuiteDesk,
  { order, thread, isUnknown }: { order: number; thread: string; isUnknown: boolean },
): Promise<Wrong> {
  const payments = await paymentsFor(database.sql, order);
  const { items } = await runtime.interrupts.list({ thread_id: thread, status: "pending", limit: 1, offset: 0 });
  const { status } = await runtime.threads.get(thread);
  return firstWrong({
    [`${payments} payments`]: payments === 1,
    [`it is ${status}`]: isUnknown ? items[0]?.node === "person" : status === "idle",
  });
}

const struck = ["kills", "hangs", "frozen"] as const satisfies readonly Trouble[];
const TOGETHER = 5;

keeps({
  ...{ id: "G9", promise: "an effect happens once despite crashes, hand-overs and frozen workers", off: "tools without `once`" },
  trials: { full: 20 * struck.length, quick: 3, off: 3 },
  protections: ["elsewhere"],
  async measure(trials, without) {
    const tallies: Tally[] = [];
    const together = Math.min(TOGETHER, Math.ceil(trials / struck.length));
    for (let first = 0; first < trials; first += together) {
      const trouble = struck[Math.floor(first / together) % struck.length] as (typeof struck)[number];
      tallies.push(await struckInside(trouble, together, `${careless(without)}books`));
    }
    return sum(...tallies);
  },
});

/** Workers inside the tool, after its payment or before it, and an heir for all of them. */
async function struckInside(trouble: (typeof struck)[number], count: number, assistant: string): Promise<Tally> {
  const desk = await weakenedDesk([], { idle: true, timing });
  const { url, database, runtime } = desk;
  const victims = await Promise.all(Array.from({ length: count }, () => spawnFaultWorker({ url, timing: { ...timing, slots: 1 } })));
  const runs = await Promise.all(victims.map((_, order) => desk.begin({ order: order + 1, trouble }, assistant)));
  await until("all inside", async () => (await reached(database)) === count);
  const signal = { kills: undefined, hangs: "SIGKILL", frozen: "SIGSTOP" }[trouble] as NodeJS.Signals | undefined;
  for (const victim of victims) if (signal) victim.kill(signal);
  if (trouble !== "frozen") await noneAtWork(database, victims);
  await runtime.start();
  const statuses = await Promise.all(runs.map(({ thread_id }) => desk.settled(thread_id, THAWED_MS)));
  for (const victim of victims) victim.kill("SIGCONT");
  if (trouble === "frozen") await sleep(2_500);
  const tally = await several({ trials: count, width: count }, (index) => {
    const thread = runs[index]?.thread_id ?? "";
    return outcome(desk, { order: index + 1, thread, isUnknown: statuses[index] === "interrupted" });
  });
  for (const victim of victims) victim.kill("SIGKILL");
  await runtime.stop();
  return tally;
}

/** How many orders are paid, or about to be. */
async function reached({ sql }: Database): Promise<number> {
  const [row] = await sql.query<{ n: number }>("select count(distinct abs(amount))::int as n from payments");
  return row?.n ?? 0;
}

keeps({
  ...{ id: "G9", promise: "a frozen worker that wakes up writes nothing", off: "writes do not check the lease" },
  trials: { full: 20, quick: 3, off: 3 },
  protections: ["fence"],
  async measure(trials, without) {
    const tallies: Tally[] = [];
    for (let first = 0; first < trials; first += TOGETHER) tallies.push(await frozen(Math.min(TOGETHER, trials - first), without));
    return sum(...tallies);
  },
});

async function frozen(count: number, without: readonly Protection[]): Promise<Tally> {
  const desk = await weakenedDesk([], { idle: true, timing });
  const { url, database, runtime } = desk;
  const worker = () => spawnFaultWorker({ url, without, timing: { ...timing, slots: 1 } });
  const zombies = await Promise.all(Array.from({ length: count }, worker));
  const script = { noAsk: true, slow: "n2", slowMs: 800, deaf: true };
  const runs = await Promise.all(zombies.map(() => desk.begin({ script }, "steps")));
  const inside = (thread: string) => until("n2 begun", async () => (await startsOf(database, thread, "n2")) > 0);
  await Promise.all(runs.map(({ thread_id }) => inside(thread_id)));
  for (const zombie of zombies) zombie.kill("SIGSTOP");
  await runtime.start();
  await Promise.all(runs.map(({ thread_id }) => desk.settled(thread_id, THAWED_MS)));
  const before = await Promise.all(runs.map(({ thread_id }) => writtenOn(database, thread_id)));
  for (const zombie of zombies) zombie.kill("SIGCONT");
  await sleep(2_500);
  const tally = await several({ trials: count, width: count }, async (index) => {
    const thread = runs[index]?.thread_id ?? "";
    const effects = String(await effectsOf(database, thread));
    return firstWrong({
      "it wrote": (await writtenOn(database, thread)) === before[index],
      [`effects: ${effects}`]: effects === String(names),
    });
  });
  for (const zombie of zombies) zombie.kill("SIGKILL");
  await runtime.stop();
  return tally;
}

async function writtenOn({ sql }: Database, thread: string): Promise<string> {
  const rows = await sql.query(
    `select (select count(*) from checkpoints where thread_id = $1) as checkpoints, (select count(*) from checkpoint_writes where thread_id = $1) as writes,
       (select count(*) from effects where thread_id = $1) as effects,
       (select count(*) from audit where thread_id = $1 and what in ('node.started', 'effect.happened')) as audit`,
    [thread],
  );
  return JSON.stringify(rows);
}
