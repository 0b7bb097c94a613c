/** `signalbox coverage`: how much of its graphs the last test run covered, as written by its reporter. Runs no tests. */
import type { Command } from "commander";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { nearestHint } from "../../../language/issues/nearest.ts";
import { type Coverage, textOfCoverage } from "../../../testkit/coverage/coverage-file.ts";
import { coveredDrawing } from "../../../testkit/coverage/covered-drawing.ts";
import { parts } from "../../../testkit/coverage/part.ts";
import { type Paint, tableLines, untakenLines } from "../../../testkit/coverage/text-report.ts";
import { shortfallLine, shortfallsOf, shortfallText, type Threshold, thresholdShape } from "../../../testkit/coverage/threshold.ts";
import { exitCodes } from "../../program/action.ts";
import { type Io, printLine, styled } from "../../program/io.ts";
import { type DrawingOptions, printDrawing } from "../draw/print-drawing.ts";
import { readCoverage } from "./read-coverage.ts";

interface Options extends DrawingOptions {
  json?: boolean;
  threshold?: string;
  draw?: string;
}

export async function coverage(command: Command, io: Io): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const threshold = options.threshold === undefined ? undefined : parseThreshold(options.threshold);
  if (options.out !== undefined && options.draw === undefined)
    throw new SignalboxError("INVALID_INPUT", "--out is for a drawing: name its graph with --draw");
  const read = readCoverage(command.args, io);
  if (options.draw !== undefined) await printDrawing(coveredDrawing(graphNamed(read, options.draw)), options, io);
  else if (options.json) io.stdout.write(textOfCoverage(read));
  else for (const line of reportLines(read, command.args.length, io)) printLine(io.stdout, line);
  const shortfalls = threshold === undefined ? [] : shortfallsOf(read, threshold);
  const isListed = options.draw === undefined && !options.json;
  for (const shortfall of shortfalls)
    printLine(io.stderr, styled(io.stderr, "red", isListed ? shortfallLine(shortfall) : shortfallText(shortfall)));
  return shortfalls.length === 0 ? exitCodes.ok : exitCodes.failed;
}

/** `90`, or `edges=100,errors=80`. */
export function parseThreshold(text: string): Threshold {
  const given = text.includes("=") ? Object.fromEntries(text.split(",").map(pair)) : Number(text);
  const read = thresholdShape.safeParse(text.trim() === "" ? undefined : given);
  if (read.success) return read.data;
  throw new SignalboxError(
    "INVALID_INPUT",
    `--threshold "${text}" is invalid: it is a percentage, 0 to 100, or one for each of ${parts.join(", ")}, such as edges=100,errors=80.`,
  );
}

function pair(text: string): [string, number] {
  const [part = "", percent = ""] = text.split("=");
  return [part.trim(), percent.trim() === "" ? Number.NaN : Number(percent)];
}

function graphNamed({ graphs }: Coverage, id: string) {
  const found = graphs.find(({ graph }) => graph === id);
  if (found) return found;
  const known = graphs.map(({ graph }) => graph);
  throw new SignalboxError("GRAPH_NOT_FOUND", `The tests ran no graph "${id}". ${nearestHint(id, known)}`, { id });
}

function reportLines(read: Coverage, files: number, { stdout }: Io): string[] {
  const paint: Paint = (style, text) => styled(stdout, style, text);
  const lines = [...tableLines(read, paint), ...untakenLines(read, paint)];
  if (read.complete) return lines;
  const note = files > 1 ? "Some of these runs left tests out." : "Not all tests were run: the others may cover more.";
  return [...lines, read.missing.length === 0 ? note : `${note} No test ran ${read.missing.join(", ")}.`];
}
