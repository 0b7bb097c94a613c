/** One promise: measured with its protection, where nothing may go wrong, and without it, where something must, or the test proves nothing. */
import { appendFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Protection } from "../trouble/weaken.ts";

export interface Tally {
  readonly trials: number;
  readonly violations: number;
  /** What else was seen, such as times. */
  readonly note?: string;
}

export interface Measured extends Tally {
  readonly id: string;
  readonly promise: string;
  readonly off: Tally & { readonly how: string };
}

export interface PromiseTest {
  readonly id: string;
  readonly promise: string;
  /** How the protection is switched off, in words. */
  readonly off: string;
  readonly trials: { readonly full: number; readonly quick: number; readonly off: number };
  /** `without`: the protections that are off. */
  readonly measure: (trials: number, without: readonly Protection[]) => Promise<Tally>;
  readonly protections: readonly Protection[];
}

/** Tells the suite, where it runs, what was measured. */
export function tell(measured: Measured): void {
  const { SIGNALBOX_FAULTS_RESULTS: results } = process.env;
  if (results) appendFileSync(results, `${JSON.stringify(measured)}\n`);
}

export function keeps({ id, promise, off: how, trials, measure, protections }: PromiseTest): void {
  it(`${id} ${promise}`, async () => {
    const kept = await measure(process.env.SIGNALBOX_FAULTS === "full" ? trials.full : trials.quick, []);
    const off = { ...(await measure(trials.off, protections)), how };
    tell({ id, promise, ...kept, off });
    expect(kept.violations, "violations").toBe(0);
    expect(off.violations, "violations with the protection off").toBeGreaterThan(0);
  });
}
