/** `signalbox check`: every issue of a declaration at once, with its place and what to write instead. */
import { Command } from "commander";
import { GraphDefinitionError } from "../../language/issues/graph-definition-error.ts";
import { printChecked } from "../print/print-checked.ts";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { type CheckedGraph, checkGraph, issuesOf } from "../project/checked-graph.ts";
import { findGraphs, type Search } from "../project/find-graphs.ts";
import { readTextFile } from "../project/read-text-file.ts";

const help = `
A graph is an id of langgraph.json, a TypeScript file (graph.ts or graph.ts:export) or a YAML or JSON file. A YAML or JSON file is
checked against the registry.ts beside it, or the one that --registry names.

Exit codes: 0 no errors (there may be warnings), 1 errors, 2 a graph could not be loaded.`;

interface Options extends Search {
  json?: boolean;
  overlay?: string;
}

export function checkCommand(): Command {
  return new Command("check")
    .description("Check graphs before they run.")
    .argument("[graphs...]", "what to check; every graph of langgraph.json when left out")
    .option("--json", "issues as JSON on stdout")
    .option("--overlay <file>", "also check an operator's `params` against every graph")
    .option("--registry <file:export>", "the registry of a YAML or JSON file")
    .addHelpText("after", help)
    .action(action(check, exitCodes.usage));
}

async function check(command: Command): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const checked = await checkAll(command.args, options);
  if (options.json) console.log(JSON.stringify({ ok: checked.every(({ ok }) => ok), graphs: checked }, undefined, 2));
  else for (const graph of checked) printChecked(graph);
  return checked.every(({ ok }) => ok) ? exitCodes.fine : exitCodes.wrong;
}

/** signalbox.ts compiles when it is imported: a wrong declaration there is found while it loads. */
async function checkAll(targets: readonly string[], options: Options): Promise<CheckedGraph[]> {
  const overlay = options.overlay === undefined ? undefined : { file: options.overlay, text: readTextFile(options.overlay) };
  try {
    const found = await findGraphs(targets, options);
    return found.map((graph) => checkGraph(graph, overlay));
  } catch (error) {
    if (!(error instanceof GraphDefinitionError)) throw error;
    return [{ graph: String(error.facts.graph), ok: false, issues: issuesOf(error) }];
  }
}
