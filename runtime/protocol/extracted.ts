/** Values that a search takes out of the threads that it finds, by paths such as `values.messages[-1].content`. */
import { isRecord } from "../../language/schema/is-record.ts";
import type { Thread } from "./thread.ts";

/** Name → path. */
export type Extract = Readonly<Record<string, string>>;

export const extractPath = /^(?:values|metadata|config|interrupts)(?:\.[^.[\]]+|\[-?\d+\])*$/;

export function withExtracted(thread: Thread, extract: Extract | undefined): Thread {
  if (!extract) return thread;
  return { ...thread, extracted: Object.fromEntries(Object.entries(extract).map(([name, path]) => [name, valueAt(thread, path)])) };
}

/** Null where there is nothing. */
function valueAt(thread: Thread, path: string): unknown {
  let value: unknown = thread;
  for (const [, field, index] of path.matchAll(/([^.[\]]+)|\[(-?\d+)\]/g)) {
    if (index !== undefined) value = Array.isArray(value) ? value.at(Number(index)) : undefined;
    else value = isRecord(value) && Object.hasOwn(value, field ?? "") ? value[field ?? ""] : undefined;
  }
  return value ?? null;
}
