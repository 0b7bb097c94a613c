/** The report of a run as JSON: what the reporter writes and `signalbox coverage` reads. Stable: `format` counts up when the shape changes. */
import { z } from "zod";
import type { Drawing } from "../../draw/drawing/drawing.ts";
import { type Reason, reasons } from "../forcing/not-forced.ts";
import type { CoveredGraph } from "./covered-graph.ts";
import type { EdgeKind } from "./declared-graph.ts";
import { joinedGraphs } from "./joined-graphs.ts";
import { parts } from "./part.ts";

export const COVERAGE_FOLDER = "graph-coverage";
export const COVERAGE_NAME = "coverage.json";

const kinds = ["flow", "decision", "error", "deadline", "bound", "signal"] as const satisfies readonly EdgeKind[];
const count = z.object({ declared: z.int(), taken: z.int(), percent: z.number() });
const found = {
  paths: z.int(),
  reason: z.custom<Reason>((value) => typeof value === "string" && Object.hasOwn(reasons, value)).exactOptional(),
};
const graph = z.object({
  graph: z.string(),
  version: z.int(),
  others: z.int(),
  parts: z.record(z.enum(parts), count),
  nodes: z.array(z.object({ node: z.string(), ...found })),
  edges: z.array(z.object({ node: z.string(), label: z.string(), target: z.string(), kind: z.enum(kinds), ...found })),
  deadlines: z.array(z.object({ node: z.string(), index: z.int(), due: z.string(), does: z.string(), ...found })),
  drawing: z.custom<Drawing>((value) => typeof value === "object" && value !== null && "lines" in value && "boxes" in value),
});
export const coverageShape = z.object({
  format: z.literal(1),
  complete: z.boolean(),
  graphs: z.array(graph),
  missing: z.array(z.string()),
});

export interface Coverage {
  /** Every test of the project was run. */
  readonly complete: boolean;
  readonly graphs: readonly CoveredGraph[];
  /** Graphs that were to be covered and that no test ran. */
  readonly missing: readonly string[];
}

export const textOfCoverage = (coverage: Coverage): string => `${JSON.stringify({ format: 1, ...coverage }, undefined, 2)}\n`;

/** What several runs took together: of shards, or of several packages. */
export function joinedCoverage(all: readonly Coverage[]): Coverage {
  const graphs = joinedGraphs(all.flatMap((one) => one.graphs));
  const missing = new Set(all.flatMap((one) => one.missing).filter((id) => graphs.every((one) => one.graph !== id)));
  return { complete: all.every(({ complete }) => complete), graphs, missing: [...missing].sort() };
}
