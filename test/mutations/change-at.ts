/** Changes one place of a declaration, and leaves the declaration itself as it is. */
import type { GraphData } from "../../language/index.ts";

export type ValuePath = readonly (string | number)[];
type Tree = Record<string | number, unknown>;

export function valueAt(data: unknown, place: ValuePath): unknown {
  return place.reduce<unknown>((inner, key) => (typeof inner === "object" && inner !== null ? (inner as Tree)[key] : undefined), data);
}

/** Undefined takes the value away. */
export function changedAt(graph: GraphData, place: ValuePath, value: unknown): GraphData {
  const copy = structuredClone(graph);
  const holder = valueAt(copy, place.slice(0, -1)) as Tree;
  const key = place.at(-1) as string | number;
  if (value !== undefined) holder[key] = value;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return copy;
}

/** The same map with one key under another name, in its old place. */
export function renamedAt(graph: GraphData, place: ValuePath, name: string): GraphData {
  const map = valueAt(graph, place.slice(0, -1)) as Tree;
  const renamed = Object.fromEntries(Object.entries(map).map(([key, value]) => [key === place.at(-1) ? name : key, value]));
  return changedAt(graph, place.slice(0, -1), renamed);
}
