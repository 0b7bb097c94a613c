/** What a person must know who is asked after something failed: the path of the turn so far, and the failures on it. */
import type { Step } from "./step.ts";

export interface Escalation {
  /** The turn's steps, the first one first. */
  readonly path: readonly Step[];
  /** The failures on it, in the same order. */
  readonly errors: readonly { readonly node: string; readonly code: string; readonly message: string; readonly attempts: number }[];
}

/** Undefined where nothing has failed: then the question says all that there is. */
export function escalationOf(path: readonly Step[]): Escalation | undefined {
  const errors = path.flatMap(({ node, error, attempts = 1 }) => (error ? [{ node, ...error, attempts }] : []));
  return errors.length === 0 ? undefined : { path, errors };
}
