/** CPU of a declared graph beside the same StateGraph by hand: each round measures both, and gives a ratio. */
import type { GraphData } from "../../language/index.ts";
import { compileByHand, compileDeclared, declaredChain } from "../compile-cost/chains.ts";
import type { Seen } from "../table/metrics.ts";

/** Of 1,000 nodes. */
const LARGE = 1_000;

interface Pair {
  /** How often in a sample. */
  readonly times: number;
  readonly declared: () => unknown;
  readonly byHand: () => unknown;
}

export async function measureDeclared(rounds: number): Promise<Seen> {
  return {
    run100: await ratios(runsOf(100, 8), rounds),
    run10: await ratios(runsOf(10, 60), rounds),
    compile1000: await ratios(compiles(rounds), rounds),
  };
}

function runsOf(size: number, times: number): Pair {
  const [declared, byHand] = [compileDeclared(declaredChain(size)), compileByHand(size)];
  const options = { recursionLimit: 2 * size };
  return { times, declared: () => declared.invoke({ count: 0 } as never, options), byHand: () => byHand.invoke({ count: 0 }, options) };
}

function compiles(rounds: number): Pair {
  // none of them has been checked yet
  const fresh = Array.from({ length: rounds + 1 }, () => declaredChain(LARGE));
  return { times: 1, declared: () => compileDeclared(fresh.pop() as GraphData), byHand: () => compileByHand(LARGE) };
}

/** The first round warms up. The one that goes first alternates. */
async function ratios({ times, declared, byHand }: Pair, rounds: number): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [declared, byHand] : [byHand, declared];
    const costs = new Map<() => unknown, number>();
    for (const run of order) costs.set(run, await cpuOf(run, times));
    if (round > 0) found.push((costs.get(declared) ?? Number.NaN) / (costs.get(byHand) ?? Number.NaN));
  }
  return found;
}

async function cpuOf(run: () => unknown, times: number): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
