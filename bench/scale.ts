/**
 * How one Postgres bears more processes and more threads: 1, 2 and 4 servers with 16, 64 and 256 threads under way, and what each step costs.
 * docs/scale.md keeps the numbers of a run. `--runs N`: of each measurement. `--only 2x64`.
 */
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { watchServer } from "./scale/server-watch.ts";
import { type BenchPostgres, startBenchPostgres } from "./scene/postgres.ts";
import { startServers } from "./scene/server.ts";

const STEPS = 10;
const PROCESSES = [1, 2, 4];
const THREADS = [16, 64, 256];

const { values } = parseArgs({ options: { runs: { type: "string" }, only: { type: "string" } } });
const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);
const percent = (share: number) => `${Math.round(100 * share)} %`;

const postgres = await startBenchPostgres();
console.log(`${availableParallelism()} cores, Node ${process.version}, 16 slots a process; load before ${loadavg()[0]?.toFixed(1)}\n`);
row(
  "processes",
  "threads",
  "steps/s",
  "cores of Node",
  "cores of Postgres",
  "CPU a step: Node + Postgres",
  "WAL a step",
  "waits for locks",
  "waits for WAL",
);
row(...Array.from({ length: 9 }, () => "---"));
for (const processes of PROCESSES) {
  const database = `scale_${processes}`;
  const url = await postgres.createDatabase(database);
  const servers = await startServers({ name: "servers", url, database, processes });
  for (const clients of THREADS) {
    if (values.only && values.only !== `${processes}x${clients}`) continue;
    await measure(processes, clients, servers.measure);
  }
  await servers.stop();
}
console.log(`\nload after ${loadavg()[0]?.toFixed(1)}`);
await postgres.stop();

async function measure(processes: number, clients: number, load: Awaited<ReturnType<typeof startServers>>["measure"]): Promise<void> {
  const runs = Number(values.runs ?? Math.max(160, 2 * clients));
  const watch = watchServer(postgres, `scale_${processes}`);
  const [wal, cpu] = [await walBytes(postgres), postgres.cpuMs()];
  const { seconds, cpuMs } = await load({ runs, clients });
  const [written, postgresMs] = [(await walBytes(postgres)) - wal, postgres.cpuMs() - cpu];
  const waits = await watch.stop();
  const steps = runs * STEPS;
  const us = (ms: number) => Math.round((1_000 * ms) / steps);
  row(
    ...[processes, clients, Math.round(steps / seconds)],
    ...[(cpuMs / 1_000 / seconds).toFixed(2), (postgresMs / 1_000 / seconds).toFixed(2), `${us(cpuMs)} + ${us(postgresMs)} µs`],
    ...[`${(written / steps / 1_000).toFixed(1)} kB`, percent(waits.lock), percent(waits.wal)],
  );
}

async function walBytes({ query }: BenchPostgres): Promise<number> {
  const [at] = await query<{ bytes: string }>("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as bytes");
  return Number(at?.bytes);
}
