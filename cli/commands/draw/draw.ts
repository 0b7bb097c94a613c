/** `signalbox draw`: a graph as Mermaid text or as an SVG, made on this machine alone. */
import type { Command } from "commander";
import { drawingOf } from "../../../draw/drawing/drawing-of.ts";
import { type MarkedStep, markPath } from "../../../draw/drawing/mark-path.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { exitCodes } from "../../program/action.ts";
import type { Io } from "../../program/io.ts";
import { findGraph, type SearchOptions } from "../../project/find-graphs.ts";
import { validGraph } from "../../project/found-graph.ts";
import { type DrawingOptions, printDrawing } from "./print-drawing.ts";

interface Options extends SearchOptions, DrawingOptions {
  path?: string;
}

/** A wrong graph is not drawn: the picture would show edges that lead nowhere. */
export async function draw(command: Command, io: Io): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const found = await findGraph(command.args[0] ?? "", options, io);
  const drawing = drawingOf(normalise(validGraph(found), found.registry));
  const { path: thread } = options;
  await printDrawing(thread === undefined ? drawing : markPath(drawing, await lastTurn(command, thread)), options, io);
  return exitCodes.ok;
}

/** The path that the thread's last turn took. */
async function lastTurn(command: Command, thread: string): Promise<readonly MarkedStep[]> {
  const { clientOf } = await import("../../program/client-of.ts");
  return (await clientOf(command).path(thread)).turns.at(-1)?.path ?? [];
}
