/** How many statements and commits a run needs. Exact where times are not: what a busy machine changes least. */
import { type Contender, type Load, startContender } from "../scene/contender.ts";
import type { BenchPostgres, Counts } from "../scene/postgres.ts";
import { startServers } from "../scene/server.ts";
import type { Seen } from "../table/metrics.ts";

const STEPS = 10;
const ONE: Load = { runs: 20, clients: 1 };
const MANY: Load = { runs: 128, clients: 16 };
const FANS: Load = { runs: 5, clients: 1 };

export async function measureCounts(postgres: BenchPostgres): Promise<Seen> {
  const at = async (database: string) => ({ database, url: await postgres.createDatabase(database) });
  const saver = async (shape: string) =>
    startContender("our saver", "contenders/langgraph", { ...(await at(`counted_${shape}`)), args: ["ours", shape] });
  const server = await startServers({ name: "ours", ...(await at("counted")) });
  const queue = await startServers({ name: "ours through the queue", slots: 0, ...(await at("counted_queue")) });
  const [chain, fan] = [await saver("chain"), await saver("fan")];
  const all = [server, queue, chain, fan];
  const counter = await counterOf(postgres, all);
  const [one, queued, step, fans] = await counter([ONE, ONE, ONE, FANS] as const);
  const [many, , steps] = await counter([MANY, undefined, MANY] as const);
  for (const contender of all) await contender.stop();
  return {
    ...{ statements1: [one.statements], commits1: [one.commits], statements16: [many.statements], commits16: [many.commits] },
    ...{ queueStatements: [queued.statements], queueCommits: [queued.commits], fanOut: [fans.statements] },
    ...{
      saverStatements1: [step.statements / STEPS],
      saverCommits1: [step.commits / STEPS],
      saverStatements16: [steps.statements / STEPS],
    },
  };
}

type Loads = readonly (Load | undefined)[];

/** Gives each contender its load, in turn, and resolves to what one run of each cost, less what its processes do anyway. */
async function counterOf(postgres: BenchPostgres, contenders: readonly Contender[]) {
  const read = async () => {
    await postgres.settle();
    const counts = await Promise.all(contenders.map(({ database = "" }) => postgres.counts(database)));
    return { counts, at: performance.now() };
  };
  const idle = await read();
  let before = await read();
  const anyway = (key: keyof Counts, index: number) => difference(idle.counts, before.counts, { key, index }) / (before.at - idle.at);
  const rates = contenders.map((_, index) => ({ statements: anyway("statements", index), commits: anyway("commits", index) }));
  return async <L extends Loads>(loads: L): Promise<{ [K in keyof L]: Counts }> => {
    for (const [index, load] of loads.entries()) if (load) await contenders[index]?.measure(load);
    const after = await read();
    const found = loads.map((load, index) => {
      const of = (key: keyof Counts) =>
        (difference(before.counts, after.counts, { key, index }) - (rates[index]?.[key] ?? 0) * (after.at - before.at)) /
        (load?.runs ?? Number.NaN);
      return { statements: of("statements"), commits: of("commits") };
    });
    before = after;
    return found as { [K in keyof L]: Counts };
  };
}

function difference(before: readonly Counts[], after: readonly Counts[], { key, index }: { key: keyof Counts; index: number }): number {
  return (after[index]?.[key] ?? Number.NaN) - (before[index]?.[key] ?? Number.NaN);
}
