/** Writes the files of a coverage: JSON for `signalbox coverage`, a drawing for each graph. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mermaidOf } from "../../draw/formats/mermaid.ts";
import { COVERAGE_NAME, type Coverage, textOfCoverage } from "../coverage/coverage-file.ts";
import { coveredDrawing } from "../coverage/covered-drawing.ts";
import type { CoveredGraph } from "../coverage/covered-graph.ts";

export const fileFormats = ["json", "mermaid", "svg"] as const;
export type FileFormat = (typeof fileFormats)[number];

type Make = (coverage: Coverage) => Promise<readonly (readonly [name: string, text: string])[]>;

const fileOf = ({ graph }: CoveredGraph, ending: string): string => `${encodeURIComponent(graph)}.${ending}`;

/** The layout engine is large: it is loaded only for an SVG. */
const makers = {
  json: async (coverage) => [[COVERAGE_NAME, textOfCoverage(coverage)]],
  mermaid: async ({ graphs }) => graphs.map((graph) => [fileOf(graph, "mmd"), mermaidOf(coveredDrawing(graph))]),
  svg: async ({ graphs }) => {
    const { svgOf } = await import("../../draw/formats/svg.ts");
    return Promise.all(graphs.map(async (graph) => [fileOf(graph, "svg"), await svgOf(coveredDrawing(graph))] as const));
  },
} satisfies Record<FileFormat, Make>;

export async function writeReports(folder: string, coverage: Coverage, formats: readonly FileFormat[]): Promise<void> {
  if (formats.length === 0) return;
  const files = (await Promise.all(formats.map((format) => makers[format](coverage)))).flat();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, ".gitignore"), "*\n"); // recreated by every run
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}
