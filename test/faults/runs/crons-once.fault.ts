/** G30: each due time of a cron starts one run, never early, while processes with clocks an hour off are killed; what fell due while none ran is made up for by one run. */
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Database } from "../../../persistence/connection/database.ts";
import { ended, spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { freePort } from "../../support/servers/free-port.ts";
import { until } from "../../support/until.ts";
import type { Protection } from "../inject/disable-protections.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";

const HOUR_MS = 3_600_000;
const EVERY_SECOND = "* * * * * *";
const UP_MS = 4_000;
const DOWN_MS = 4_000;
const service = fileURLToPath(new URL("../processes/service.ts", import.meta.url));

measurePromise({
  promise: "each due time of a cron starts one run, and what no process saw is made up for once",
  off: "the due time is not claimed",
  trials: { full: 25, quick: 5, off: 5 },
  protections: ["dueTimes"],
  async measure(trials, without) {
    const { url } = await freshPostgres();
    const database = await opened({ url });
    const start = (skewMs: number) => startService({ url, without }, skewMs);
    let processes = await Promise.all([start(HOUR_MS), start(-HOUR_MS)]);
    const ids: string[] = [];
    for (let index = 0; index < trials; index += 1) ids.push(await makeCron(processes[0]?.port ?? 0));
    await sleep(UP_MS);
    await until("two runs of each cron", async () => (await withRuns(database, 2)) === trials);
    // one dies, then the other: for a while no process runs
    processes[0]?.child.kill("SIGKILL");
    await sleep(UP_MS / 2);
    processes[1]?.child.kill("SIGKILL");
    await Promise.all(processes.map(({ child }) => ended(child)));
    await sleep(DOWN_MS);
    const up = await clockOf(database);
    processes = await Promise.all([start(-HOUR_MS), start(HOUR_MS)]);
    await until("a run of each cron after the restart", async () => (await lastDues(database, up)) === trials, 180_000);
    for (const { child } of processes) child.kill("SIGKILL");
    const tally = await runTrials({ trials, width: 1 }, async (index) => {
      const runs = await runsOf(database, ids[index] ?? "");
      const dues = runs.map(({ due }) => due.getTime());
      const missed = runs.filter(({ due, created_at }) => due < up && created_at >= up);
      return firstViolation({
        [`${dues.length - new Set(dues).size} due times with two runs`]: new Set(dues).size === dues.length,
        "a run was early": runs.every(({ due, created_at }) => created_at >= due),
        [`${missed.length} runs for what no process saw`]: missed.length === 1,
        [`${runs.length} runs in all`]: runs.length > 3,
      });
    });
    return { ...tally, note: `${await countRuns(database)} runs` };
  },
});

interface Service {
  readonly child: ChildProcess;
  readonly port: number;
}

async function startService(options: { readonly url: string; readonly without: readonly Protection[] }, skewMs: number): Promise<Service> {
  const port = await freePort();
  const clock = new URL("../inject/skewed-clock.ts", import.meta.url).href;
  const execArgv = ["--import", `data:text/javascript,globalThis.SKEW_MS=${skewMs}`, "--import", clock];
  return { child: await spawnReady(service, { ...options, port }, { execArgv }), port };
}

async function makeCron(port: number): Promise<string> {
  const body = { assistant_id: "steps", schedule: EVERY_SECOND, input: { script: { noAsk: true } } };
  const answer = await fetch(`http://127.0.0.1:${port}/runs/crons`, { method: "POST", body: JSON.stringify(body) });
  return ((await answer.json()) as { cron_id: string }).cron_id;
}

const runsOf = ({ sql }: Database, id: string) =>
  sql.query<{ due: Date; created_at: Date }>(
    "select (metadata ->> 'cron_due')::timestamptz as due, created_at from signalbox.runs where metadata ->> 'cron_id' = $1 order by created_at",
    [id],
  );

/** How many crons have started a run for a time after this one. */
async function lastDues({ sql }: Database, after: Date): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select count(distinct metadata ->> 'cron_id')::int as n from signalbox.runs where (metadata ->> 'cron_due')::timestamptz > $1`,
    [after],
  );
  return row?.n ?? 0;
}

/** How many crons have started so many runs. */
async function withRuns({ sql }: Database, least: number): Promise<number> {
  const crons = "select 1 from signalbox.runs where metadata ? 'cron_id' group by metadata ->> 'cron_id' having count(*) >= $1";
  return (await sql.query(crons, [least])).length;
}

async function countRuns({ sql }: Database): Promise<number> {
  const [row] = await sql.query<{ n: number }>("select count(*)::int as n from signalbox.runs");
  return row?.n ?? 0;
}

async function clockOf({ sql }: Database): Promise<Date> {
  const [row] = await sql.query<{ now: Date }>("select clock_timestamp() as now");
  return row?.now ?? new Date(Number.NaN);
}
