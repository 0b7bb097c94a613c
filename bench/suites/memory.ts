/** 10,000 runs: the memory of the server that carries them out, and how much larger their tables are than the same rows reloaded. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { BenchPostgres } from "../scene/postgres.ts";
import { startServers } from "../scene/server.ts";
import type { Seen } from "../table/metrics.ts";

const THOUSAND = { runs: 1_000, clients: 16 };
const THOUSANDS = 10;
/** Time for garbage to be collected, and for autovacuum. */
const QUIET_MS = 20_000;
/** As docs/operations.md has them for a small container: without, V8 lets garbage grow with the memory of the machine. */
const NODE_OPTIONS = "--max-old-space-size=128 --max-semi-space-size=8";
const TABLES = ["signalbox.threads", "signalbox.leases", "signalbox.run_events", "signalbox.job"];

export async function measureLong(postgres: BenchPostgres): Promise<Seen> {
  const database = "long";
  const url = await postgres.createDatabase(database);
  const server = await startServers({ name: "ours, for long", url, database, nodeOptions: NODE_OPTIONS });
  const megabytes: number[] = [];
  for (let thousand = 0; thousand < THOUSANDS; thousand++) {
    await server.measure(THOUSAND);
    await sleep(QUIET_MS);
    megabytes.push(memoryOf(server.pids[0] ?? 0));
  }
  const bloat = await bloatOf(url);
  await server.stop();
  return { memory: megabytes.slice(0, 1), memorySlope: [slopeOf(megabytes.slice(1))], bloat };
}

/** Resident, in MB. */
const memoryOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_000;

/** By least squares: what each thousand adds. */
function slopeOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = (values.length - 1) / 2;
  const [above, below] = values.reduce(([a, b], value, x) => [a + (x - middle) * (value - mean), b + (x - middle) ** 2], [0, 0] as [
    number,
    number,
  ]);
  return above / below;
}

/** Of each table that has rows: its bytes and its indexes' bytes, by those of a copy with the same indexes. */
async function bloatOf(url: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const bytes = async (table: string) =>
    Number((await client.query("select pg_total_relation_size($1::regclass) as bytes", [table])).rows[0].bytes);
  const found: number[] = [];
  for (const table of TABLES) {
    const { rows } = await client.query(`select to_regclass($1) is not null as there`, [table]);
    if (!rows[0].there || (await bytes(table)) < 1e6) continue;
    await client.query(`create table public.reloaded (like ${table} including indexes including storage)`);
    await client.query(`insert into public.reloaded select * from ${table}`);
    found.push((await bytes(table)) / (await bytes("public.reloaded")));
    await client.query("drop table public.reloaded");
  }
  await client.end();
  return found;
}
