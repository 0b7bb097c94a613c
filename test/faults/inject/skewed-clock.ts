/** Imported before everything else in a process: its clock is off by globalThis.SKEW_MS, and every other half second it stands globalThis.STEP_MS further back. */
const RealDate = Date;
const { SKEW_MS = 0, STEP_MS = 0 } = globalThis as { SKEW_MS?: number; STEP_MS?: number };
const HALF_SECOND_MS = 500;

const now = () => RealDate.now() + SKEW_MS - (Math.floor(performance.now() / HALF_SECOND_MS) % 2) * STEP_MS;

class SkewedDate extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
    if (parts.length === 0) super(now());
    else super(...(parts as [number]));
  }

  static override now(): number {
    return now();
  }
}

globalThis.Date = SkewedDate as DateConstructor;
