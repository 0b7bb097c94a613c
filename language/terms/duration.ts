/** Durations in a declaration: a string with a unit. In code they are milliseconds. */

/** A number with a unit: `"500ms"`, `"30s"`, `"15m"`, `"4h"`, `"2d"`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

const DAY_MS = 86_400_000;
/** Longest first. */
const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ["d", DAY_MS],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
]);
/** A longer duration is a typing mistake. Node's timers reach only 2^31-1 ms: whoever waits longer must re-arm. */
const LONGEST_MS = 3_650 * DAY_MS;

const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
export const DURATION_HINT = 'Write a number and a unit: "500ms", "30s", "15m", "4h" or "2d".';

/**
 * A duration in milliseconds; undefined if the text is not a duration.
 * @example
 * parseDuration("1.5h"); // 5_400_000
 * parseDuration("soon"); // undefined
 */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ""] = durationPattern.exec(text) ?? [];
  const ms = Math.round(Number(count) * (UNITS_MS.get(unit) ?? 0));
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
}

/**
 * A duration in milliseconds. Throws a RangeError for any other text.
 * @example
 * durationMs("30s"); // 30_000
 */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new RangeError(`"${text}" is not a duration. ${DURATION_HINT}`);
  return ms;
}

/** Milliseconds as a declaration would write them: `"4h"`, `"90s"`. */
export function durationText(ms: number): string {
  const [unit, size] = [...UNITS_MS].find(([, unitMs]) => ms >= unitMs && ms % unitMs === 0) ?? ["ms", 1];
  return `${ms / size}${unit}`;
}
