/** Random decisions for a builder, recorded by fast-check so that a counterexample shrinks. */
import fc from "fast-check";

/** Without fast-check's liking for extremes: a declaration takes too many decisions for all to be extreme. */
const evenly = (max: number) => fc.noBias(fc.nat({ max }));

export class Draw {
  private readonly value: fc.GeneratorValue;
  constructor(value: fc.GeneratorValue) {
    this.value = value;
  }
  below(bound: number): number {
    return this.value(evenly, Math.max(0, bound - 1));
  }
  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
  /** Shrinks to false. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }
  some<T>(items: readonly T[], percent = 50): T[] {
    return items.filter(() => this.chance(percent));
  }
  /** The fields, in `percent` of 100 draws. */
  maybe<F extends object>(percent: number, fields: () => F): F | Record<never, never> {
    return this.chance(percent) ? fields() : {};
  }
}
