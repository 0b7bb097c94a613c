/** Compares a coverage with its threshold: one shortfall for each graph and part below it. */
import { z } from "zod";
import type { Coverage } from "./coverage-file.ts";
import { type CoveredGraph, isUntaken, listOf } from "./covered-graph.ts";
import { type Count, type CoveragePart, parts } from "./part.ts";
import { untakenText } from "./text-report.ts";

const percent = z.number().min(0).max(100);
/** Percent that each graph must reach: of every part, or of those that are named. */
export const thresholdShape = z.union([percent, z.partialRecord(z.enum(parts), percent)]);
export type Threshold = z.infer<typeof thresholdShape>;

export interface Shortfall {
  readonly graph: string;
  readonly wanted: number;
  /** Absent when no test ran the graph. */
  readonly seen?: Count & { readonly part: CoveragePart; readonly missing: readonly string[] };
}

export function shortfallsOf({ graphs, missing }: Coverage, threshold: Threshold): Shortfall[] {
  const wanted = parts.flatMap((part) => {
    const least = typeof threshold === "number" ? threshold : threshold[part];
    return least === undefined ? [] : [{ part, least }];
  });
  const most = Math.max(0, ...wanted.map(({ least }) => least));
  return [
    ...graphs.flatMap((graph) => wanted.flatMap(({ part, least }) => shortfallOf(graph, part, least))),
    ...(most > 0 ? missing.map((graph) => ({ graph, wanted: most })) : []),
  ];
}

function shortfallOf(graph: CoveredGraph, part: CoveragePart, wanted: number): Shortfall[] {
  const count = graph.parts[part];
  if (count.percent >= wanted) return [];
  const missing = listOf(graph, part).filter(isUntaken).map(untakenText);
  return [{ graph: graph.graph, wanted, seen: { ...count, part, missing } }];
}

const LISTED = 8;

/** `refunds: errors 80 % (4 of 5), wanted 100 %.`, for a place where what is missing is listed already. */
export function shortfallLine({ graph, wanted, seen }: Shortfall): string {
  if (!seen) return `${graph}: no test ran it, wanted ${wanted} %.`;
  const { declared, taken, percent: reached, part } = seen;
  return `${graph}: ${part} ${reached} % (${taken} of ${declared}), wanted ${wanted} %.`;
}

/** The same with what is missing. */
export function shortfallText(shortfall: Shortfall): string {
  const { missing = [] } = shortfall.seen ?? {};
  const more = missing.length > LISTED ? `, and ${missing.length - LISTED} more` : "";
  const listed = missing.length > 0 ? ` Missing: ${missing.slice(0, LISTED).join(", ")}${more}` : "";
  return `${shortfallLine(shortfall)}${listed}`;
}
