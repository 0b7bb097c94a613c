/** Durable steps a second, 16 runs at once: ours and its peers in turn, round by round. A round in which one errs gives no ratio with it. */
import type { Contender } from "../scene/contender.ts";
import type { BenchPostgres } from "../scene/postgres.ts";
import type { Seen } from "../table/metrics.ts";
import { limits } from "./limits.ts";
import { startPeers } from "./peers.ts";

const STEPS = 10;
const LOAD = { runs: 160, clients: 16 };

export interface Round {
  readonly stepsASecond: number;
  /** Of a step. */
  readonly cpuUs: number;
  readonly postgresUs: number;
}

export interface Compared {
  readonly seen: Seen;
  readonly rounds: ReadonlyMap<string, readonly (Round | undefined)[]>;
  /** What went wrong, where something did. */
  readonly errors: readonly string[];
}

export async function compareThroughput(postgres: BenchPostgres, rounds: number): Promise<Compared> {
  const { contenders, remove } = await startPeers(postgres);
  const found = new Map<string, (Round | undefined)[]>();
  const errors: string[] = [];
  const shapes = await limits(await postgres.createDatabase("limits"));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) {
      const one = await roundOf(postgres, contender).catch((error: unknown) => void errors.push(`round ${round + 1}: ${String(error)}`));
      found.set(contender.name, [...(found.get(contender.name) ?? []), one ?? undefined]);
    }
    for (const { name, stepsASecond } of shapes)
      found.set(name, [...(found.get(name) ?? []), { stepsASecond: await stepsASecond(), cpuUs: Number.NaN, postgresUs: Number.NaN }]);
  }
  for (const contender of contenders) await contender.stop();
  remove();
  return { seen: ratiosOf(found), rounds: found, errors };
}

async function roundOf(postgres: BenchPostgres, contender: Contender): Promise<Round> {
  const before = postgres.cpuMs();
  const { seconds, cpuMs } = await contender.measure(LOAD);
  const steps = LOAD.runs * STEPS;
  return { stepsASecond: steps / seconds, cpuUs: (1_000 * cpuMs) / steps, postgresUs: (1_000 * (postgres.cpuMs() - before)) / steps };
}

function ratiosOf(found: Compared["rounds"]): Seen {
  const ratio = (one: string, other: string, value: (round: Round) => number) =>
    (found.get(one) ?? []).flatMap((round, index) => {
      const against = found.get(other)?.[index];
      return round && against ? [value(round) / value(against)] : [];
    });
  const speed = ({ stepsASecond }: Round) => stepsASecond;
  const [http, saver, postgresSaver] = ["ours over HTTP", "our saver", "PostgresSaver"] as const;
  return {
    saver: ratio(saver, postgresSaver, speed),
    saverCpu: ratio(saver, postgresSaver, ({ cpuUs, postgresUs }) => cpuUs + postgresUs),
    limit: ratio(saver, "limit: group commit", speed),
    dbos: ratio(saver, "DBOS", speed),
    mastra: ratio(saver, "Mastra", speed),
    endToEnd: ratio(http, postgresSaver, speed),
    before: ratio(http, "the version before, over HTTP", speed),
    beforePostgres: ratio(http, "the version before, over HTTP", ({ postgresUs }) => postgresUs),
    serverCpu: ratio(http, saver, ({ cpuUs }) => cpuUs),
  };
}
