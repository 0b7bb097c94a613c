/** One promise, measured with its protection, where nothing may go wrong, and without it, where something must: otherwise the test proves nothing. */
import { appendFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Protection } from "../inject/disable-protections.ts";
import { numberOf, type PromiseNumber, type PromiseSentence } from "../promises.ts";

export interface Tally {
  readonly trials: number;
  readonly violations: number;
  /** They are shown when the test fails. */
  readonly found?: readonly string[];
  /** What else was observed, such as times. */
  readonly note?: string;
}

export interface Measurement extends Tally {
  readonly number: PromiseNumber;
  readonly promise: PromiseSentence;
  readonly off: Tally & { readonly how: string };
}

export interface PromiseTest {
  readonly promise: PromiseSentence;
  /** How the protection is switched off, in words. */
  readonly off: string;
  readonly trials: { readonly full: number; readonly quick: number; readonly off: number };
  readonly protections: readonly Protection[];
  /** `without`: the protections that are off. */
  readonly measure: (trials: number, without: readonly Protection[]) => Promise<Tally>;
}

/** A full run measures many trials, a quick one a few. */
export const isFullRun = process.env.SIGNALBOX_FAULTS === "full";

/** Hands the measurement to the process that runs the suites, if there is one. */
export function recordMeasurement({ promise, ...tallies }: Omit<Measurement, "number">): void {
  const { SIGNALBOX_FAULTS_RESULTS: results } = process.env;
  if (results) appendFileSync(results, `${JSON.stringify({ number: numberOf(promise), promise, ...tallies })}\n`);
}

export function measurePromise({ promise, off: how, trials, measure, protections }: PromiseTest): void {
  it(`${numberOf(promise)} ${promise}`, async () => {
    const on = await measure(isFullRun ? trials.full : trials.quick, []);
    const off = { ...(await untilViolated(() => measure(trials.off, protections))), how };
    recordMeasurement({ promise, ...on, off });
    expect(on.violations, on.found?.join("\n") ?? "violations").toBe(0);
    expect(off.violations, "violations with the protection off").toBeGreaterThan(0);
  });
}

const MOST_MEASUREMENTS = 5;

/** What goes wrong only at an unlucky instant may not do so at once: then there are further trials. */
async function untilViolated(measure: () => Promise<Tally>): Promise<Tally> {
  let all = await measure();
  for (let count = 1; all.violations === 0 && count < MOST_MEASUREMENTS; count++) {
    const further = await measure();
    all = { ...further, trials: all.trials + further.trials };
  }
  return all;
}

/** `G4 a decision is never lost: 0 violations in 84 trials (protection off: 4 violations in 12 trials)`. */
export function printed({ number, promise, off, note, ...on }: Measurement): string {
  return `${number} ${promise}: ${counted(on)} (protection off: ${counted(off)})${note ? `; ${note}` : ""}`;
}

/** `6 violations in 2 trials`. */
export const counted = ({ violations, trials }: Tally): string => `${some(violations, "violation")} in ${some(trials, "trial")}`;

const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
