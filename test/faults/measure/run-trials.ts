/** Runs trials, a few at a time, and counts their violations. */
import type { Tally } from "./promise.ts";

/** What went wrong in a trial, in words; undefined when nothing did. */
export type Violation = string | undefined;

export interface Trials {
  readonly trials: number;
  /** How many run at once. */
  readonly width: number;
}

/** A trial that throws is a violation too. Violations are printed, and shown when the test fails. */
export async function runTrials({ trials, width }: Trials, trial: (index: number) => Promise<Violation>): Promise<Tally> {
  let next = 0;
  const found: string[] = [];
  const lane = async () => {
    while (next < trials) {
      const index = next++;
      const violation = await trial(index).catch((error: Error) => error.message);
      if (violation) console.log(`trial ${index}: ${violation}`);
      if (violation) found.push(`trial ${index}: ${violation}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, trials) }, lane));
  return { trials, violations: found.length, found };
}

export function sumTallies(...tallies: readonly Tally[]): Tally {
  const notes = tallies.flatMap(({ note }) => note ?? []);
  return {
    trials: tallies.reduce((all, { trials }) => all + trials, 0),
    violations: tallies.reduce((all, { violations }) => all + violations, 0),
    found: tallies.flatMap(({ found = [] }) => found),
    ...(notes.length > 0 && { note: notes.join("; ") }),
  };
}

/** The median and the 99th percentile. */
export function percentiles(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (part: number) => {
    const ms = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
  };
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}

/** The first check that failed, by its description. */
export const firstViolation = (checks: Readonly<Record<string, boolean>>): Violation =>
  Object.entries(checks).find(([, holds]) => !holds)?.[0];
