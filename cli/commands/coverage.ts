/** `signalbox coverage`: what the last test run took of its graphs, as its reporter wrote it down. Runs no test. */
import { styleText } from "node:util";
import { Command } from "commander";
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { type Coverage, textOfCoverage } from "../../testkit/coverage/coverage-file.ts";
import { coveredDrawing } from "../../testkit/coverage/covered-drawing.ts";
import { tableLines, untakenLines } from "../../testkit/coverage/text-report.ts";
import { shortfallsOf, shortfallText, type Threshold } from "../../testkit/coverage/threshold.ts";
import { formatOption, type PrintOptions, printDrawing } from "../print/print-drawing.ts";
import { readCoverage } from "../print/read-coverage.ts";
import { parseThreshold } from "../print/threshold-option.ts";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";

const help = `
The files are written by the reporter of signalbox/testkit when vitest runs:

  // vitest.config.ts
  import GraphCoverage from "signalbox/testkit/reporter";
  export default defineConfig({ test: { reporters: ["default", new GraphCoverage()] } });

Exit codes: 0 reported, 1 a graph is below the threshold, 2 there is no coverage to read.

Examples:
  signalbox coverage                                     a table, then every edge that no test took
  signalbox coverage --threshold 100                     for CI: each part of each graph
  signalbox coverage --threshold edges=90,errors=100
  signalbox coverage --draw support-desk --out desk.svg  what no test took is marked
  signalbox coverage shard-*/coverage.json               what several runs took together`;

interface Options extends PrintOptions {
  json?: boolean;
  threshold?: Threshold;
  draw?: string;
}

export function coverageCommand(): Command {
  return new Command("coverage")
    .description("Show what the last test run took of its graphs: nodes, edges, decisions, errors, deadlines.")
    .argument("[files...]", "coverages, graph-coverage/coverage.json when left out; several are joined")
    .option("--json", "the coverage as JSON on stdout")
    .option("--threshold <percent>", "answer 1 when a graph has less", parseThreshold)
    .option("--draw <graph>", "draw this graph with what no test took marked")
    .addOption(formatOption())
    .option("-o, --out <file>", "write the drawing here instead of stdout")
    .addHelpText("after", help)
    .action(action(coverage, exitCodes.usage));
}

async function coverage(command: Command): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  if (options.out !== undefined && options.draw === undefined)
    throw new SignalboxError("INVALID_INPUT", "--out is for a drawing: name its graph by --draw");
  const read = readCoverage(command.args);
  if (options.draw !== undefined) await printDrawing(coveredDrawing(graphNamed(read, options.draw)), options);
  else if (options.json) process.stdout.write(textOfCoverage(read));
  else print(read, command.args.length);
  const shortfalls = options.threshold === undefined ? [] : shortfallsOf(read, options.threshold);
  for (const shortfall of shortfalls) console.error(styleText("red", shortfallText(shortfall), { stream: process.stderr }));
  return shortfalls.length === 0 ? exitCodes.fine : exitCodes.wrong;
}

const unseen = (missing: readonly string[]): string => (missing.length === 0 ? "" : ` Nothing was run of ${missing.join(", ")}.`);

function graphNamed({ graphs }: Coverage, id: string) {
  const found = graphs.find(({ graph }) => graph === id);
  if (found) return found;
  const known = graphs.map(({ graph }) => graph);
  throw new SignalboxError("GRAPH_NOT_FOUND", `The tests ran no graph "${id}". ${nearestHint(id, known)}`, { id });
}

function print(read: Coverage, files: number): void {
  for (const line of [...tableLines(read), ...untakenLines(read)]) console.log(line);
  if (read.complete) return;
  const note = files > 1 ? "Some of these runs left tests out." : "Not all tests were run: the others may take more.";
  console.log(`${note}${unseen(read.missing)}`);
}
