/** Imported before everything else in a process: its clock is off by globalThis.SKEW_MS. */
const RealDate = Date;
const { SKEW_MS = 0 } = globalThis as { SKEW_MS?: number };

class SkewedDate extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof RealDate>) {
    if (parts.length === 0) super(RealDate.now() + SKEW_MS);
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() + SKEW_MS;
  }
}

globalThis.Date = SkewedDate as DateConstructor;
