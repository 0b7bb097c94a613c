/** Trials a few at a time, and what is counted of them. */
import type { Tally } from "./promise.ts";

/** What went wrong in a trial; nothing when nothing did. */
export type Wrong = string | undefined;

export interface Trials {
  readonly trials: number;
  /** How many at once. */
  readonly width: number;
}

/** A trial that throws is a violation too. What went wrong is printed, and shown when the test fails. */
export async function several({ trials, width }: Trials, trial: (index: number) => Promise<Wrong>): Promise<Tally> {
  let next = 0;
  let violations = 0;
  const one = async () => {
    while (next < trials) {
      const index = next++;
      const wrong = await trial(index).catch((error: Error) => error.message);
      if (wrong) console.log(`trial ${index}: ${wrong}`);
      if (wrong) violations++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, trials) }, one));
  return { trials, violations };
}

export function sum(...tallies: readonly Tally[]): Tally {
  const notes = tallies.flatMap(({ note }) => note ?? []);
  return {
    trials: tallies.reduce((all, { trials }) => all + trials, 0),
    violations: tallies.reduce((all, { violations }) => all + violations, 0),
    ...(notes.length > 0 && { note: notes.join("; ") }),
  };
}

/** Half of the times are below the first, and one in a hundred is above the second. */
export function spread(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (part: number) => {
    const ms = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
  };
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}

/** The first thing in the list that is not as it should be. */
export const firstWrong = (checks: Readonly<Record<string, boolean>>): Wrong => Object.entries(checks).find(([, isRight]) => !isRight)?.[0];
