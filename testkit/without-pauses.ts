/** A graph whose retries hardly wait: as often as declared, a millisecond apart. */
import type { GraphData } from "../language/graph-data.ts";

export const withoutPauses = <G extends GraphData>(graph: G): G => quick(graph) as G;

/** `retry` stands in `defaults`, in nodes and in their bodies. */
function quick(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(quick);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isRetry(key, inner) ? { ...inner, initialInterval: "1ms" } : quick(inner)]),
  );
}

const isRetry = (key: string, value: unknown): value is object =>
  key === "retry" && typeof value === "object" && value !== null && "maxAttempts" in value;
