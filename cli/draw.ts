/** `signalbox draw`: a graph as Mermaid text or as an SVG, made on this machine alone. */
import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import type { Drawing } from "../draw/drawing.ts";
import { drawingOf } from "../draw/drawing-of.ts";
import { markPath } from "../draw/mark-path.ts";
import { mermaidOf } from "../draw/mermaid.ts";
import { SignalboxError } from "../language/errors.ts";
import { normalise } from "../language/normalise.ts";
import { action } from "./action.ts";
import { exitCodes } from "./exit-codes.ts";
import { findGraph, type Search } from "./find-graphs.ts";
import type { FoundGraph } from "./found-graph.ts";
import { lastTurn } from "./last-turn.ts";
import { validGraph } from "./valid-graph.ts";

const help = `
Examples:
  signalbox draw support-desk                          Mermaid text, for a README or an issue
  signalbox draw support-desk --out docs/desk.svg      the format follows the file's name
  signalbox draw graphs/desk/graph.yaml --format svg > desk.svg
  signalbox draw support-desk --path 01a2035e-1a78-72aa-aa91-7d3655c564a1 --out way.svg`;

interface Options extends Search {
  path?: string;
  url: string;
  format?: keyof typeof formats;
  out?: string;
}

/** The layout engine is large: it is loaded only for an SVG. */
const formats = {
  mermaid: async (drawing: Drawing) => mermaidOf(drawing),
  svg: async (drawing: Drawing) => (await import("../draw/svg.ts")).svgOf(drawing),
};

export function drawCommand(): Command {
  return new Command("draw")
    .description("Draw a graph: nodes by kind, edges with their labels.")
    .argument("<graph>", "an id of langgraph.json, or a TypeScript, YAML or JSON file")
    .addOption(new Option("-f, --format <format>", "mermaid, unless --out ends with .svg").choices(Object.keys(formats)))
    .option("-o, --out <file>", "write here instead of stdout")
    .option("--path <thread>", "mark the way that the thread's last turn took, as a running server tells it")
    .option("--url <url>", "that server", "http://127.0.0.1:2024")
    .option("--registry <file:export>", "the registry of a YAML or JSON file")
    .addHelpText("after", help)
    .action(action(draw, exitCodes.usage));
}

async function draw(command: Command): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const { out, format = out?.endsWith(".svg") ? "svg" : "mermaid" } = options;
  const drawing = drawingOfFound(await findGraph(command.args[0] ?? "", options));
  const text = await formats[format](options.path === undefined ? drawing : markPath(drawing, await lastTurn(options.url, options.path)));
  if (out === undefined) process.stdout.write(text);
  else write(out, text);
  return exitCodes.fine;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new SignalboxError("OUTPUT_NOT_WRITTEN", `${file} cannot be written: ${(cause as Error).message.split(",")[0]}`, { cause, file });
  }
}

/** A wrong graph is not drawn: the picture would show edges that lead nowhere. */
const drawingOfFound = (found: FoundGraph): Drawing => drawingOf(normalise(validGraph(found), found.registry));
