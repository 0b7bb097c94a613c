/** Each measure: what it times, how often, and what is wanted of it. */
import type { ChildProcess } from "node:child_process";
import { startsOf } from "../../test/fixtures/steps.ts";
import { until } from "../../test/support/until.ts";
import type { Scene } from "./scene.ts";
import { timed, timesOf } from "./times.ts";

export interface Measure {
  readonly name: string;
  readonly wanted: string;
  /** Milliseconds, one a trial. */
  measure(scene: Scene): Promise<number[]>;
}

const CLIENTS = 16;

export const measures: readonly Measure[] = [
  {
    name: "a bare statement, for comparison",
    wanted: "",
    measure: ({ desk }) => timesOf(500, () => timed(() => desk.database.sql.query("select 1"))),
  },
  {
    name: "pick-up: run created → its first node, idle engine",
    wanted: "p50 < 20 ms, p99 < 60 ms",
    measure: ({ work }) => work((scene) => timesOf(200, () => pickUp(scene))),
  },
  {
    name: "pick-up on other threads while one has 10 runs queued",
    wanted: "p99 < 300 ms",
    measure: ({ work }) =>
      work(async (scene) => {
        const { thread_id } = await scene.desk.runtime.threads.create({});
        const slow = { script: { noAsk: true, slow: "n1", slowMs: 2_000 } };
        for (let run = 0; run < 10; run++)
          await scene.desk.runtime.runs.create(thread_id, { assistant_id: "steps", input: slow, multitask_strategy: "enqueue" });
        const times = await timesOf(100, () => pickUp(scene));
        await cancelAll(scene, thread_id);
        return times;
      }),
  },
  {
    name: "cancel: call → the running run's end",
    wanted: "p99 < 200 ms",
    measure: ({ work }) =>
      work((scene) =>
        timesOf(100, async () => {
          const run = await scene.desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 60_000 } }, "steps");
          await begun(scene, run.thread_id, "n2");
          return timed(async () => {
            await scene.desk.runtime.runs.cancel(run.thread_id, run.run_id, {});
            await scene.desk.runtime.runs.join(run.thread_id, run.run_id).catch(() => {});
          });
        }),
      ),
  },
  {
    name: `decide: ${CLIENTS} clients at one question over HTTP, each response`,
    wanted: "p99 < 200 ms",
    measure: ({ work }) =>
      work(async (scene) => {
        const times: number[] = [];
        for (let question = 0; question < 50; question++) times.push(...(await decideByAll(scene)));
        return times;
      }),
  },
  {
    name: "drain: end of the last super-step after SIGTERM → the next node on another worker",
    wanted: "p50 < 200 ms",
    measure: (scene) =>
      relay(scene, { trials: 20, slowMs: 500 }, async (holder, thread) => {
        holder.kill("SIGTERM");
        await begun(scene, thread, "n3");
        return between(scene, thread, "run.drained", "n3");
      }),
  },
  {
    name: "hand-over: kill -9 → the node again on another worker",
    wanted: "p99 ≤ 6 s",
    measure: (scene) =>
      relay(scene, { trials: 20, slowMs: 60_000 }, (holder, thread) =>
        timed(async () => {
          holder.kill("SIGKILL");
          await until("the hand-over", async () => (await startsOf(scene.desk.database, thread, "n2")) > 1, 60_000);
        }),
      ),
  },
];

/** By the database's clock. */
async function pickUp({ desk }: Scene): Promise<number> {
  const { run_id, thread_id } = await desk.begin({ script: { noAsk: true } }, "steps");
  await desk.settled(thread_id);
  const [row] = await desk.database.sql.query<{ ms: number }>(
    `select (extract(epoch from min(a.at) - r.created_at) * 1000)::float8 as ms from signalbox.runs r join signalbox.audit a on a.run_id = r.id and a.what = 'node.started'
     where r.id = $1 group by r.created_at`,
    [run_id],
  );
  return row?.ms ?? Number.NaN;
}

async function decideByAll({ desk, url }: Scene): Promise<number[]> {
  const { thread_id } = await desk.begin({ message: "a refund" });
  const { id } = await desk.question(thread_id);
  const decide = (client: number) =>
    timed(() =>
      fetch(`${url}/interrupts/${id}/decision`, {
        method: "POST",
        body: JSON.stringify({ decision: "approve", by: `client ${client}`, roles: ["lead"] }),
      }).then((answer) => answer.text()),
    );
  const times = await Promise.all(Array.from({ length: CLIENTS }, (_, client) => decide(client)));
  await desk.settled(thread_id);
  return times;
}

/** Two workers; the one that holds the run is stopped inside its slow node, and a new one comes for it. */
async function relay(
  scene: Scene,
  { trials, slowMs }: { trials: number; slowMs: number },
  stop: (holder: ChildProcess, thread: string) => Promise<number>,
): Promise<number[]> {
  const workers = new Map<number, ChildProcess>();
  const times: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    while (workers.size < 2) {
      const worker = await scene.worker();
      workers.set(worker.pid as number, worker);
    }
    const { thread_id } = await scene.desk.begin({ script: { noAsk: true, slow: "n2", slowMs, once: true } }, "steps");
    await begun(scene, thread_id, "n2");
    const holder = await holderOf(scene, thread_id);
    times.push(await stop(workers.get(holder) as ChildProcess, thread_id));
    workers.delete(holder);
    await scene.desk.settled(thread_id);
  }
  for (const worker of workers.values()) worker.kill("SIGKILL");
  return times;
}

/** The process that has the thread's lease: a worker's name is host:pid:random. */
async function holderOf({ desk }: Scene, thread: string): Promise<number> {
  const [lease] = await desk.database.sql.query<{ worker: string }>("select worker from signalbox.leases where thread = $1", [thread]);
  return Number(lease?.worker.split(":").at(-2));
}

const begun = (scene: Scene, thread: string, node: string) =>
  until(`${node} begun`, async () => (await startsOf(scene.desk.database, thread, node)) > 0);

async function between({ desk }: Scene, thread: string, what: string, node: string): Promise<number> {
  const [row] = await desk.database.sql.query<{ ms: number }>(
    `select (extract(epoch from (select min(at) from signalbox.audit where thread_id = $1 and what = 'node.started' and node = $3)
       - (select min(at) from signalbox.audit where thread_id = $1 and what = $2)) * 1000)::float8 as ms`,
    [thread, what, node],
  );
  return row?.ms ?? Number.NaN;
}

async function cancelAll({ desk }: Scene, thread: string): Promise<void> {
  for (const { run_id } of await desk.runtime.runs.list(thread, { limit: 20 }))
    await desk.runtime.runs.cancel(thread, run_id, {}).catch(() => {});
  await desk.settled(thread);
}
