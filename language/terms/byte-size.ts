/** Sizes in bytes, as options and messages write them: "20mb". */

const KILOBYTE = 1024;
const UNITS: Readonly<Record<string, number>> = { b: 1, kb: KILOBYTE, mb: KILOBYTE ** 2, gb: KILOBYTE ** 3, tb: KILOBYTE ** 4 };
const SIZE = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|tb)?$/i;

/** A number of bytes, or text with a unit: "20mb". Undefined if it is neither. */
export function bytesOf(size: number | string): number | undefined {
  const [, amount = "", unit = "b"] = SIZE.exec(String(size).trim()) ?? [];
  const bytes = Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] ?? 1));
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** "1 MB (1048576 bytes)" */
export function byteText(bytes: number): string {
  const [unit = "b", factor = 1] = Object.entries(UNITS).findLast(([, size]) => bytes >= size) ?? [];
  return `${Number((bytes / factor).toFixed(2))} ${unit === "b" ? "bytes" : `${unit.toUpperCase()} (${bytes} bytes)`}`;
}
