/** What a person must know who is asked after something failed or was used up: the path of the turn so far, the failures on it, and what it cost. */
import type { Step } from "../call/step.ts";

export interface Escalation {
  /** The turn's steps, the first one first. */
  readonly path: readonly Step[];
  /** The failures on it, in the same order. */
  readonly errors: readonly { readonly node: string; readonly code: string; readonly message: string; readonly attempts: number }[];
  /** What the turn has used so far; `usd` only of models whose price is known. */
  readonly spent: { readonly steps: number; readonly tokens: number; readonly usd: number };
}

/** Undefined where nothing has failed and no budget was spent: then the question says all that there is. */
export function escalationOf(path: readonly Step[]): Escalation | undefined {
  const errors = path.flatMap(({ node, error, attempts = 1 }) => (error ? [{ node, ...error, attempts }] : []));
  if (errors.length === 0 && !path.some(({ label }) => label === "budget")) return undefined;
  const sumOf = (key: "tokens" | "usd") => path.reduce((sum, step) => sum + (step[key] ?? 0), 0);
  return { path, errors, spent: { steps: path.length, tokens: sumOf("tokens"), usd: sumOf("usd") } };
}
