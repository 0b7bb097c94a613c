/** 1, 2 and 4 processes on one Postgres, in turn: what a step costs in CPU, and how often a connection waits for another's lock. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Contender } from "../scene/contender.ts";
import type { BenchPostgres } from "../scene/postgres.ts";
import { startServers } from "../scene/server.ts";
import type { Seen } from "../table/metrics.ts";

const LOAD = { runs: 192, clients: 32 };
const SAMPLE_MS = 20;

export async function compareProcesses(postgres: BenchPostgres, rounds: number): Promise<Seen> {
  const contenders: Contender[] = [];
  for (const processes of [1, 2, 4]) {
    const database = `processes_${processes}`;
    contenders.push(
      await startServers({ name: `${processes} processes`, database, url: await postgres.createDatabase(database), processes }),
    );
  }
  const seen = { twoProcesses: [] as number[], fourProcesses: [] as number[], lockWaits: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const costs: number[] = [];
    for (const contender of contenders) {
      const { cpuMs, waits } = await watched(postgres, contender);
      costs.push(cpuMs);
      if (contender === contenders.at(-1)) seen.lockWaits.push(waits);
    }
    const [one = Number.NaN, two = Number.NaN, four = Number.NaN] = costs;
    seen.twoProcesses.push(two / one);
    seen.fourProcesses.push(four / one);
  }
  for (const contender of contenders) await contender.stop();
  return seen;
}

/** The CPU of Node and of Postgres, and the share of samples of busy connections that waited for a lock. */
async function watched(postgres: BenchPostgres, contender: Contender): Promise<{ cpuMs: number; waits: number }> {
  const before = postgres.cpuMs();
  let isOver = false;
  const samples = (async () => {
    let [waiting, busy] = [0, 0];
    for (; !isOver; await sleep(SAMPLE_MS)) {
      const [row] = await postgres.query<{ waiting: number; busy: number }>(BUSY, [contender.database]);
      waiting += row?.waiting ?? 0;
      busy += row?.busy ?? 0;
    }
    return busy === 0 ? 0 : waiting / busy;
  })();
  const { cpuMs } = await contender.measure(LOAD).finally(() => {
    isOver = true;
  });
  return { cpuMs: cpuMs + postgres.cpuMs() - before, waits: await samples };
}

const BUSY = `select count(*) filter (where wait_event_type = 'Lock')::int as waiting, count(*)::int as busy
  from pg_stat_activity where datname = $1 and state = 'active' and backend_type = 'client backend'`;
