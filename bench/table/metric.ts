/** A figure that the benchmark prints, with what it must and what it should reach. */
export interface Metric {
  readonly name: string;
  /** It must be at most this, or at least with `atLeast`. */
  readonly floor: number;
  readonly goal: number;
  readonly atLeast?: true;
  /** `--quick` fails beyond this. */
  readonly gate?: number;
}

/** One value of each round. */
export type Rounds = readonly number[];

export const median = (values: Rounds): number => quantile(values, 0.5);

function quantile(values: Rounds, share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? Number.NaN : low + (high - low) * (at - Math.floor(at));
}

/** Half the distance between the quartiles. */
export const spreadOf = (values: Rounds): number => (quantile(values, 0.75) - quantile(values, 0.25)) / 2;

export const reaches = ({ atLeast }: Metric, bound: number, seen: number): boolean => (atLeast ? seen >= bound : seen <= bound);
