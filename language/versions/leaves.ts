/** The values inside plain data by their path, so that two of them can be compared leaf by leaf. */
import { canonicalJson } from "../schema/canonical-json.ts";

/** `"with.tone"` → value. A list of plain values is one leaf, one of maps is taken apart by position. */
function leavesOf(value: unknown, path: readonly string[] = []): ReadonlyMap<string, unknown> {
  if (isEmptyMap(value)) return new Map();
  if (!hasInside(value)) return new Map([[path.join("."), value]]);
  return new Map(Object.entries(value).flatMap(([key, item]) => [...leavesOf(item, [...path, key])]));
}

/** Says as much as its absence. */
const isEmptyMap = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
const hasInside = (value: unknown): value is object =>
  Array.isArray(value)
    ? value.some((item) => typeof item === "object")
    : typeof value === "object" && value !== null && Object.keys(value).length > 0;

export interface LeafChange {
  readonly at: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export function compareLeaves(before: unknown, after: unknown): LeafChange[] {
  const [old, new_] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...old.keys(), ...new_.keys()])];
  return paths
    .filter((at) => canonicalJson(old.get(at) ?? null) !== canonicalJson(new_.get(at) ?? null))
    .map((at) => ({ at, ...(old.has(at) && { before: old.get(at) }), ...(new_.has(at) && { after: new_.get(at) }) }));
}
