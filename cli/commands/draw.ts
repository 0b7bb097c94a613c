/** `signalbox draw`: a graph as Mermaid text or as an SVG, made on this machine alone. */
import { Command } from "commander";
import type { Drawing } from "../../draw/drawing/drawing.ts";
import { drawingOf } from "../../draw/drawing/drawing-of.ts";
import { markPath } from "../../draw/drawing/mark-path.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { lastTurn } from "../print/last-turn.ts";
import { formatOption, type PrintOptions, printDrawing } from "../print/print-drawing.ts";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { findGraph, type Search } from "../project/find-graphs.ts";
import type { FoundGraph } from "../project/found-graph.ts";
import { validGraph } from "../project/valid-graph.ts";

const help = `
Examples:
  signalbox draw support-desk                          Mermaid text, for a README or an issue
  signalbox draw support-desk --out docs/desk.svg      the format follows the file's name
  signalbox draw graphs/desk/graph.yaml --format svg > desk.svg
  signalbox draw support-desk --path 01a2035e-1a78-72aa-aa91-7d3655c564a1 --out way.svg`;

interface Options extends Search, PrintOptions {
  path?: string;
  url: string;
}

export function drawCommand(): Command {
  return new Command("draw")
    .description("Draw a graph: nodes by kind, edges with their labels.")
    .argument("<graph>", "an id of langgraph.json, or a TypeScript, YAML or JSON file")
    .addOption(formatOption())
    .option("-o, --out <file>", "write here instead of stdout")
    .option("--path <thread>", "mark the way that the thread's last turn took, as a running server tells it")
    .option("--url <url>", "that server", "http://127.0.0.1:2024")
    .option("--registry <file:export>", "the registry of a YAML or JSON file")
    .addHelpText("after", help)
    .action(action(draw, exitCodes.usage));
}

async function draw(command: Command): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const drawing = drawingOfFound(await findGraph(command.args[0] ?? "", options));
  await printDrawing(options.path === undefined ? drawing : markPath(drawing, await lastTurn(options.url, options.path)), options);
  return exitCodes.fine;
}

/** A wrong graph is not drawn: the picture would show edges that lead nowhere. */
const drawingOfFound = (found: FoundGraph): Drawing => drawingOf(normalise(validGraph(found), found.registry));
