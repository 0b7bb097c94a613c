/** Durations in a declaration: a string with a unit. In code they are milliseconds. */

/** A number with a unit: `"500ms"`, `"30s"`, `"15m"`, `"4h"`, `"2d"`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** Longest duration accepted: a timer in Node cannot wait longer than 2^31-1 ms in one go, so engines re-arm; ten years is a typing mistake. */
const longestMs = 3_650 * unitMs.d;

const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
export const durationHint = 'Write a number and a unit: "500ms", "30s", "15m", "4h" or "2d".';

/** Milliseconds of a duration, or `undefined` when it is not one. `"1.5h"` is 5,400,000. */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (!match) return undefined;
  const ms = Math.round(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]);
  return ms > 0 && ms <= longestMs ? ms : undefined;
}

/** Milliseconds of a duration that validation has already accepted. */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new RangeError(`"${text}" is not a duration. ${durationHint}`);
  return ms;
}
