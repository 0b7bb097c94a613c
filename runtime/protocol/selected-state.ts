/** The fields of a state that a request selects: whole ones, or single keys of its values as `values.<key>`. */
import { isRecord } from "../../language/schema/is-record.ts";
import type { ThreadState } from "./thread-state.ts";

const VALUES = "values.";

/** Undefined selects all. */
export function selectedState(state: ThreadState, select: readonly string[] | undefined): Partial<ThreadState> {
  if (!select || select.includes("*")) return state;
  const kept: [string, unknown][] = Object.entries(state).filter(([field]) => select.includes(field));
  const keys = select.filter((field) => field.startsWith(VALUES)).map((field) => field.slice(VALUES.length));
  if (keys.length > 0 && !select.includes("values")) kept.push(["values", withKeys(state.values, keys)]);
  return Object.fromEntries(kept);
}

const withKeys = (values: unknown, keys: readonly string[]): unknown =>
  isRecord(values) ? Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key))) : values;
