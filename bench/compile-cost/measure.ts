/** Measures pieces of work side by side: interleaved rounds, so that a busy machine slows all of them alike. */

export interface Measured {
  /** CPU of one piece, in ms. */
  readonly medianMs: number;
  /** From the lower to the upper quartile, as a share of the median. */
  readonly spread: number;
}

/** Work that is done `times` times in a sample. */
export interface Work {
  readonly times: number;
  readonly run: () => unknown;
}

/** The first round warms up and is not counted. */
export async function measure<K extends string>(works: Readonly<Record<K, Work>>, rounds: number): Promise<Record<K, Measured>> {
  const names = Object.keys(works) as K[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const ms = await cpuOf(works[name]);
      if (round > 0) samples[name].push(ms);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summary(samples[name])])) as Record<K, Measured>;
}

async function cpuOf({ times, run }: Work): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / times;
}

function summary(samples: readonly number[]): Measured {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { medianMs: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) };
}
