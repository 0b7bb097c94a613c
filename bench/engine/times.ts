/** Times of single acts, in milliseconds. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN;
}

/** One after the other, after a few that do not count. */
export async function timesOf(trials: number, act: (trial: number) => Promise<number>): Promise<number[]> {
  for (let warmUp = 0; warmUp < Math.min(5, trials / 4); warmUp++) await act(warmUp);
  const times: number[] = [];
  for (let trial = 0; trial < trials; trial++) times.push(await act(trial));
  return times;
}

export async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}
