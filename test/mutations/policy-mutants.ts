/** Changes of everything but edges: thresholds, retries, limits of time, bounds, deadlines, people, constants. Found wherever the declaration has them. */
import { type GraphData, registryOf } from "../../language/index.ts";
import { changedAt, type ValuePath } from "./change-at.ts";
import type { Mutant } from "./mutant.ts";
import { entryChanges, policyChanges } from "./policy-changes.ts";

/** What maps of these fields hold is named by whoever writes the graph. */
const namedByUser: ReadonlySet<string> = new Set("routes decisions onError handoff branches args writes collect input output".split(" "));

export function policyMutants(graph: GraphData): Mutant[] {
  const registry = registryOf(graph);
  return placesIn(graph).flatMap(({ place, value }) => {
    const [name, holder] = [String(place.at(-1)), String(place.at(-2))];
    if (namedByUser.has(holder)) return [];
    const change = Object.hasOwn(entryChanges, holder)
      ? entryChanges[holder]
      : Object.hasOwn(policyChanges, name)
        ? policyChanges[name]
        : undefined;
    const values = change?.(value, registry) ?? [];
    return values.map(
      (other): Mutant => ({
        name: `${place.filter((key) => key !== "nodes").join(".")}: ${textOf(value)} → ${other === undefined ? "taken away" : textOf(other)}`,
        graph: changedAt(graph, place, other),
        ...(place[0] === "nodes" && { node: String(place[1]) }),
      }),
    );
  });
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Every value with its place. Schemas and names are not policies: the names of nodes are left out as keys. */
function placesIn(value: unknown, place: ValuePath = []): { place: ValuePath; value: unknown }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...place, Array.isArray(value) ? Number(key) : key];
    const isName = place.length === 1 && place[0] === "nodes";
    return [...(isName ? [] : [{ place: here, value: inner }]), ...placesIn(inner, here)];
  });
}
