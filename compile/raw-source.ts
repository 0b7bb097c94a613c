/** Which graphs were built by hand, and which object each comes from: code that was loaded twice is not known to be equal. */
import { randomUUID } from "node:crypto";

const PROCESS = randomUUID();
let count = 0;
const sources = new WeakMap<object, string>();
const rawGraphs = new WeakMap<object, string>();

function sourceOf(origin: object): string {
  const known = sources.get(origin);
  if (known !== undefined) return known;
  count += 1;
  const source = `${PROCESS}:${count}`;
  sources.set(origin, source);
  return source;
}

/** `origin`: the object that the application gave, also a function that makes a graph for each run. */
export function rememberRaw(compiled: object, origin: object): void {
  rawGraphs.set(compiled, sourceOf(origin));
}

/** Equal only for the same object in the same process; undefined for a declared graph. */
export const rawSourceOf = (compiled: object): string | undefined => rawGraphs.get(compiled);
