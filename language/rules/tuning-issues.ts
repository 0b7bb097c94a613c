/** The errors that a graph has only with some values for its params: one of a param, or of a rule that reads its value, such as the order of deadlines. */
import type { Issue } from "../issues/issue.ts";
import type { Params } from "../terms/data-flow.ts";

export interface Tuning {
  /** Values that these are laid over. */
  readonly over?: Params | undefined;
  readonly params: Params;
}

export function tuningIssues(check: (values: Params) => readonly Issue[], { over = {}, params }: Tuning): Issue[] {
  const textOf = ({ code, path }: Issue): string => JSON.stringify([code, path]);
  const errors = (values: Params) => check(values).filter(({ severity }) => severity === "error");
  const without = new Set(errors(over).map(textOf));
  const found = errors({ ...over, ...params }).filter((issue) => !without.has(textOf(issue)));
  const own = found.filter(({ path }) => path[0] === "overlay");
  return own.length > 0 ? own : found; // a value that does not fit is replaced for the rest of the check, which then says nothing
}
