/** `signalbox check`: every issue of a declaration at once, with its place and what to write instead. */
import type { Command } from "commander";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { GraphDefinitionError } from "../../../language/issues/graph-definition-error.ts";
import { messageOf } from "../../../language/issues/thrown.ts";
import { exitCodes, reportFailure } from "../../program/action.ts";
import { absolutePath, type Io, printLine } from "../../program/io.ts";
import { readTextFile } from "../../program/read-text-file.ts";
import { findGraphs, type Looked, type SearchOptions } from "../../project/find-graphs.ts";
import { type Against, type CheckedGraph, checkedLines, checkGraph, issuesOf } from "./checked-graph.ts";

interface Options extends SearchOptions {
  json?: boolean;
  overlay?: string;
  secrets: boolean;
  debug?: boolean;
}

export async function check(command: Command, io: Io): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const looked = await findGraphs(command.args, options, io);
  const against = againstOf(options, io);
  const checked = looked.flatMap((each) => checkFound(each, against));
  if (options.json) printLine(io.stdout, JSON.stringify({ ok: checked.every((graph) => graph.ok), graphs: checked }, undefined, 2));
  else for (const line of checked.flatMap((graph) => checkedLines(graph, io.stdout))) printLine(io.stdout, line);
  const failures = looked.filter(({ error }) => error !== undefined && !(error instanceof GraphDefinitionError));
  for (const { error } of failures.slice(0, -1)) await reportFailure(error, io, options.debug === true);
  const last = failures.at(-1);
  if (last) throw last.error;
  return checked.every((graph) => graph.ok) ? exitCodes.ok : exitCodes.failed;
}

function againstOf({ overlay: file, secrets }: Options, io: Io): Against {
  const overlay = file === undefined ? undefined : { file, text: readTextFile(absolutePath(io, file), io) };
  return { overlay, env: secrets ? io.env : undefined };
}

/** signalbox.ts compiles when it is imported: a wrong declaration there is found while it loads. */
function checkFound({ target, found, error }: Looked, against: Against): CheckedGraph[] {
  if (error instanceof GraphDefinitionError) return [{ graph: String(error.facts.graph), ok: false, issues: issuesOf(error) }];
  if (error !== undefined) return [{ graph: target, ok: false, issues: [], failure: failureOf(error) }];
  return found.map((graph) => checkGraph(graph, against));
}

const failureOf = (error: unknown): NonNullable<CheckedGraph["failure"]> => ({
  code: error instanceof SignalboxError ? error.code : "INTERNAL",
  message: messageOf(error),
});
