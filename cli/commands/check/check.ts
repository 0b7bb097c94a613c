/** `signalbox check`: every issue of a declaration at once, with its place and what to write instead. */
import type { Command } from "commander";
import { GraphDefinitionError } from "../../../language/issues/graph-definition-error.ts";
import { exitCodes } from "../../program/action.ts";
import { absolutePath, type Io, printLine } from "../../program/io.ts";
import { findGraphs, type SearchOptions } from "../../project/find-graphs.ts";
import { readTextFile } from "../../project/read-text-file.ts";
import { type CheckedGraph, checkedLines, checkGraph, issuesOf } from "./checked-graph.ts";

interface Options extends SearchOptions {
  json?: boolean;
  overlay?: string;
  secrets: boolean;
}

export async function check(command: Command, io: Io): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const checked = await checkAll(command.args, options, io);
  const ok = checked.every((graph) => graph.ok);
  if (options.json) printLine(io.stdout, JSON.stringify({ ok, graphs: checked }, undefined, 2));
  else for (const line of checked.flatMap((graph) => checkedLines(graph, io.stdout))) printLine(io.stdout, line);
  return ok ? exitCodes.ok : exitCodes.failed;
}

/** signalbox.ts compiles when it is imported: a wrong declaration there is found while it loads. */
async function checkAll(targets: readonly string[], options: Options, io: Io): Promise<CheckedGraph[]> {
  const { overlay: file, secrets } = options;
  const overlay = file === undefined ? undefined : { file, text: readTextFile(absolutePath(io, file), io) };
  try {
    const found = await findGraphs(targets, options, io);
    return found.map((graph) => checkGraph(graph, { overlay, env: secrets ? io.env : undefined }));
  } catch (error) {
    if (!(error instanceof GraphDefinitionError)) throw error;
    return [{ graph: String(error.facts.graph), ok: false, issues: issuesOf(error) }];
  }
}
