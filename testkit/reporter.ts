/** What a user's vitest configuration imports as `signalbox/testkit/reporter`: how much of the declared graphs a test run took. */
import { resolve } from "node:path";
import { styleText } from "node:util";
import type { Reporter, TestModule, TestRunEndReason, TestSpecification, Vitest } from "vitest/node";
import { z } from "zod";
import { COVERAGE_FOLDER, type Coverage } from "./coverage/coverage-file.ts";
import { type Paint, tableLines, untakenLines } from "./coverage/text-report.ts";
import { shortfallLine, shortfallsOf, shortfallText, type Threshold, thresholdShape } from "./coverage/threshold.ts";
import { namesOneGraph } from "./recording/coverage-request.ts";
import { Session, type TestFile } from "./recording/session.ts";
import { allFiles, runsWhole } from "./recording/whole-run.ts";
import { type FileFormat, fileFormats, writeReports } from "./recording/write-reports.ts";

export type { FileFormat, Threshold };

export interface GraphCoverageOptions {
  /** Ids of the graphs to cover; `*` stands for any characters. A graph that is named without one must have been run. All by default. */
  readonly graphs?: readonly string[];
  /** Percent that each graph must reach once all tests were run, or the run fails: of every part, or of those that are named. */
  readonly threshold?: Threshold;
  /** `text` and `json` by default. */
  readonly formats?: readonly ("text" | FileFormat)[];
  /** The folder of the reports, from vitest's root; `graph-coverage` by default. */
  readonly output?: string;
}

const shape = z.strictObject({
  graphs: z.array(z.string()).default(["*"]),
  threshold: thresholdShape.optional(),
  formats: z.array(z.enum(["text", ...fileFormats])).default(["text", "json"]),
  output: z.string().default(COVERAGE_FOLDER),
});

/** What is known while vitest runs. */
interface Running {
  readonly vitest: Vitest;
  readonly session: Session;
  /** The files of the run under way whose tests all run. */
  whole: readonly TestFile[];
}

/**
 * A reporter for vitest 3 to 5 that shows which nodes, edges, decisions, error codes and deadlines of each graph the tests took.
 *
 * @example
 * import GraphCoverage from "signalbox/testkit/reporter";
 * import { defineConfig } from "vitest/config";
 *
 * export default defineConfig({
 *   test: { reporters: ["default", new GraphCoverage({ graphs: ["refunds"], threshold: 100 })] },
 * });
 */
export default class GraphCoverage implements Reporter {
  readonly #options: z.infer<typeof shape>;
  #running: Running | undefined;

  constructor(options: GraphCoverageOptions = {}) {
    const read = shape.safeParse(options);
    if (!read.success) throw new TypeError(`signalbox/testkit/reporter cannot be set up so:\n${z.prettifyError(read.error)}`);
    this.#options = read.data;
  }

  onInit(vitest: Vitest): void {
    if (vitest.config.mergeReports) return; // nothing runs: merged blobs contain no facts
    const session = new Session();
    const { graphs } = this.#options;
    for (const project of vitest.projects) project.provide("signalbox:coverage", { folder: session.folder, project: project.name, graphs });
    vitest.onClose(session.close);
    this.#running = { vitest, session, whole: [] };
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    if (!this.#running) return;
    const { vitest, session } = this.#running;
    this.#running.whole = specifications.filter((one) => runsWhole(vitest, one)).map(fileOf);
    for (const file of this.#running.whole) session.forget(file);
  }

  onTestRemoved(file?: string): void {
    for (const { name } of this.#running?.vitest.projects ?? []) this.#running?.session.forget({ project: name, file: file ?? "" });
  }

  async onTestRunEnd(_modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): Promise<void> {
    if (!this.#running) return;
    const { vitest, session, whole } = this.#running;
    session.end(reason === "interrupted" ? [] : whole);
    const coverage = await coverageOf(this.#running, this.#options.graphs);
    if (coverage.graphs.length === 0 && (!coverage.complete || coverage.missing.length === 0)) return;
    const { formats, output } = this.#options;
    const folder = resolve(vitest.config.root, output);
    await writeReports(
      folder,
      coverage,
      formats.filter((format) => format !== "text"),
    );
    if (formats.includes("text")) vitest.logger.log(`\n${textOf(coverage).join("\n")}\n`);
    if (coverage.complete && this.#options.threshold !== undefined)
      judge({ vitest, coverage, isListed: formats.includes("text") }, this.#options.threshold);
  }
}

async function coverageOf({ vitest, session }: Running, ids: readonly string[]): Promise<Coverage> {
  const files = await allFiles(vitest);
  const graphs = session.graphs();
  const missing = ids.filter(namesOneGraph).filter((id) => graphs.every(({ graph }) => graph !== id));
  return { complete: files !== undefined && session.hasAll(files.map(fileOf)), graphs, missing: missing.sort() };
}

const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

/** Of a partial run, only what it took counts: the rest is unknown. */
function textOf(coverage: Coverage): string[] {
  const table = ["Graph coverage", ...tableLines(coverage, paint)];
  if (coverage.complete) return [...table, ...untakenLines(coverage, paint)];
  return [...table, "Not all tests were run, so no threshold is checked. `signalbox coverage` lists what these did not take."];
}

interface Judged {
  readonly vitest: Vitest;
  readonly coverage: Coverage;
  /** The report above names what is missing. */
  readonly isListed: boolean;
}

/** In watch mode it only reports: the next change may fix it. */
function judge({ vitest, coverage, isListed }: Judged, threshold: Threshold): void {
  const shortfalls = shortfallsOf(coverage, threshold);
  for (const shortfall of shortfalls) {
    const line = `graph coverage is below its threshold: ${isListed ? shortfallLine(shortfall) : shortfallText(shortfall)}`;
    vitest.logger.error(styleText("red", line, { stream: process.stderr }));
  }
  if (shortfalls.length > 0 && !vitest.config.watch) process.exitCode = 1;
}

const fileOf = ({ project, moduleId }: TestSpecification): TestFile => ({ project: project.name, file: moduleId });
