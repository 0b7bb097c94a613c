/** How large a request's body may be, as options and messages write it. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { bytesOf, byteText } from "../../language/terms/byte-size.ts";

/** @throws CONFIG_INVALID: without a limit, one request could fill the memory. */
export function bodyLimitOf(size: number | string): number {
  const bytes = bytesOf(size);
  if (bytes !== undefined) return bytes;
  throw new SignalboxError("CONFIG_INVALID", `The body limit is "${size}": write a number of bytes, or text such as "20mb"`);
}

/** Compressed bodies count as what they unpack to. */
export function bodyTooLarge(limit: unknown): string {
  const bytes = typeof limit === "number" ? ` of ${byteText(limit)}` : "";
  return `The body is larger than the limit${bytes}: send less, or start the server with a larger --body-limit (SIGNALBOX_BODY_LIMIT)`;
}
