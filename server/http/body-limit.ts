/** How large a request's body may be, as options and messages write it. */
import { SignalboxError } from "../../language/issues/errors.ts";

const KILOBYTE = 1024;
const UNITS: Readonly<Record<string, number>> = { b: 1, kb: KILOBYTE, mb: KILOBYTE ** 2, gb: KILOBYTE ** 3 };
const SIZE = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)?$/i;

/** A number of bytes, or text with a unit: "20mb". Undefined if it is neither. */
function bytesOf(size: number | string): number | undefined {
  const [, amount = "", unit = "b"] = SIZE.exec(String(size).trim()) ?? [];
  const bytes = Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] ?? 1));
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** @throws CONFIG_INVALID: without a limit, one request could fill the memory. */
export function bodyLimitOf(size: number | string): number {
  const bytes = bytesOf(size);
  if (bytes !== undefined) return bytes;
  throw new SignalboxError("CONFIG_INVALID", `The body limit is "${size}": write a number of bytes, or text such as "20mb"`);
}

/** Compressed bodies count as what they unpack to. */
export function bodyTooLarge(limit: unknown): string {
  const bytes = typeof limit === "number" ? ` of ${shown(limit)}` : "";
  return `The body is larger than the limit${bytes}: send less, or start the server with a larger --body-limit (SIGNALBOX_BODY_LIMIT)`;
}

/** "1 MB (1048576 bytes)" */
function shown(bytes: number): string {
  const [unit = "b", factor = 1] = Object.entries(UNITS).findLast(([, size]) => bytes >= size) ?? [];
  return `${Number((bytes / factor).toFixed(2))} ${unit === "b" ? "bytes" : `${unit.toUpperCase()} (${bytes} bytes)`}`;
}
