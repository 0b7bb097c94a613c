/** An error as the log shows it: its stack, and the whole chain of what caused it. Bounded, and never an error of its own. */
import { bounded, messageOf, nameOf } from "../language/issues/thrown.ts";

/** For operators alone: no client is ever sent a stack. */
export interface ErrorReport {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorReport;
  /** Of an AggregateError. */
  readonly errors?: readonly ErrorReport[];
}

/** How deep causes are followed, and how many errors of an aggregate are shown. */
const MAX_DEPTH = 10;
const MAX_ERRORS = 10;

export function errorReport(thrown: unknown, seen: ReadonlySet<unknown> = new Set()): ErrorReport {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: messageOf(thrown) };
  const inner = new Set([...seen, thrown]);
  const [code, stack, cause, errors] = ["code", "stack", "cause", "errors"].map((key) => read(thrown, key));
  const follows = (value: unknown): boolean => value !== undefined && !inner.has(value) && inner.size < MAX_DEPTH;
  const several = Array.isArray(errors) ? errors.slice(0, MAX_ERRORS).filter(follows) : [];
  return {
    type: nameOf(thrown),
    ...((typeof code === "string" || typeof code === "number") && { code: bounded(String(code)) }),
    message: messageOf(thrown),
    ...(typeof stack === "string" && { stack: bounded(stack) }),
    ...(follows(cause) && { cause: errorReport(cause, inner) }),
    ...(several.length > 0 && { errors: several.map((error) => errorReport(error, inner)) }),
  };
}

/** Facts with each error among them in full: JSON would show it as `{}`. */
export const withReports = (facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value instanceof Error ? errorReport(value) : value]));

function read(error: Error, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch {
    return undefined; // a getter that throws
  }
}
