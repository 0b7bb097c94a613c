/** What code has thrown, as an error that can be read, kept and shown: any value may be thrown, with a message of any length. */

/** How many characters are left of a longer message when it is stored, sent or logged. */
export const MAX_MESSAGE = 4_000;
/** For the words around a message that was cut already. */
const AROUND = 1_000;

/** Stands for a thrown value that is no error, or an error that cannot be used as one; `cause` has the value. */
class ThrownValue extends Error {
  override readonly name = "ThrownValue";
}

/** An error is returned as it is, unless others could not add to it. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error && Object.isExtensible(thrown) && isReadable(thrown)) return thrown;
  const error = new ThrownValue(messageOf(thrown), { cause: thrown });
  // by these a provider's failure is recognized
  for (const key of ["code", "status", "headers"]) {
    const value = read(thrown, key);
    if (value !== undefined) Object.defineProperty(error, key, { value, enumerable: true });
  }
  return error;
}

function isReadable(error: Error): boolean {
  try {
    const { name, message, stack, cause: _ } = error;
    return [name, message, stack].every((text) => text === undefined || typeof text === "string");
  } catch {
    return false;
  }
}

/** What was thrown, in words: never empty, never longer than MAX_MESSAGE, and never an error of its own. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return bounded(typeof thrown === "string" ? thrown || "an empty text was thrown" : textOf(thrown));
  const message = read(thrown, "message");
  if (typeof message === "string" && message !== "") return bounded(message);
  const errors = thrown instanceof AggregateError ? read(thrown, "errors") : undefined;
  if (Array.isArray(errors) && errors.length > 0) return bounded(errors.slice(0, 10).map(messageOf).join("; "));
  const cause = read(thrown, "cause");
  if (cause !== undefined && cause !== thrown) return bounded(`${nameOf(thrown)} without a message: ${causeOf(cause)}`);
  return message === "" ? `${nameOf(thrown)} without a message` : `${nameOf(thrown)} with a message that cannot be read`;
}

/** One level: causes may form a circle. */
const causeOf = (cause: unknown): string => (cause instanceof Error ? String(read(cause, "message")) : textOf(cause));

/** The name of an error; `Error` where it has none that can be read. */
export function nameOf(error: Error): string {
  const name = read(error, "name");
  return typeof name === "string" && name !== "" ? bounded(name) : "Error";
}

/** Cut, with the whole length, when it is longer than what is kept. */
export function bounded(text: string): string {
  const wellFormed = text.length > MAX_MESSAGE + AROUND ? `${text.slice(0, MAX_MESSAGE)}… (cut: ${text.length} characters)` : text;
  return wellFormed.toWellFormed().replaceAll("\0", "");
}

function textOf(value: unknown): string {
  if (typeof value === "function") return `a function was thrown: ${read(value, "name") || "without a name"}`;
  if (typeof value !== "object" || value === null) return `${String(value)} was thrown`;
  const message = read(value, "message");
  if (typeof message === "string" && message !== "") return message;
  try {
    return JSON.stringify(value) ?? Object.prototype.toString.call(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** A getter may throw, and so may a proxy. */
function read(value: unknown, key: string): unknown {
  try {
    return (typeof value === "object" && value !== null) || typeof value === "function" ? Reflect.get(value, key) : undefined;
  } catch {
    return undefined;
  }
}
