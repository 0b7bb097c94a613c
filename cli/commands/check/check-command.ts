/** `signalbox check`: how it is called. */
import { Command } from "commander";
import { action, exitCodes, type Invocation } from "../../program/action.ts";
import { registryOption } from "../../program/options.ts";

const HELP = `
A graph is an id of langgraph.json, a TypeScript file (graph.ts or graph.ts:export) or a YAML or JSON file. A YAML or JSON file is
checked against the registry.ts beside it, or the one that --registry names.

Exit codes: 0 no errors (there may be warnings), 1 errors, 2 a graph could not be loaded.

Examples:
  signalbox check                                      every graph of langgraph.json
  signalbox check graphs/desk/graph.yaml               one file, with line and column of each issue
  signalbox check support-desk --overlay production.yaml
  signalbox check --no-secrets                         in CI, where no model has its key
  signalbox check --json                               for scripts and editors`;

export function checkCommand(invocation: Invocation): Command {
  return new Command("check")
    .description("Check graphs before they run.")
    .argument("[graphs...]", "what to check; by default every graph of langgraph.json")
    .option("--json", "issues as JSON on stdout")
    .option("--overlay <file>", "also check an operator's `params` against every graph")
    .option("--no-secrets", "do not require the keys of models: for a machine that runs nothing, such as CI")
    .addOption(registryOption())
    .addHelpText("after", HELP)
    .action(action(invocation, async (command, io) => (await import("./check.ts")).check(command, io), exitCodes.usage));
}
