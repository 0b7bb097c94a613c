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
  url: string;
}

/** A wrong graph is not drawn: the picture would show edges that lead nowhere. */
export async function draw(command: Command, io: Io): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const found = await findGraph(command.args[0] ?? "", options, io);
  const drawing = drawingOf(normalise(validGraph(found), found.registry));
  const { path: thread, url } = options;
  await printDrawing(thread === undefined ? drawing : markPath(drawing, await lastTurn(url, thread)), options, io);
  return exitCodes.ok;
}

/** The path that the thread's last turn took. */
async function lastTurn(url: string, thread: string): Promise<readonly MarkedStep[]> {
  const { askServer } = await import("../../program/ask-server.ts");
  const { z } = await import("zod");
  const answer = z.object({ turns: z.array(z.object({ path: z.array(z.object({ node: z.string(), label: z.string() })) })) });
  const { turns } = await askServer(url, { method: "GET", route: ["threads", thread, "path"], answer, refusal: "THREAD_NOT_FOUND" });
  return turns.at(-1)?.path ?? [];
}
