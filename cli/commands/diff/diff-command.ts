/** `signalbox diff`: how it is called. */
import { Command } from "commander";
import { action, exitCodes, type Invocation } from "../../program/action.ts";
import { registryOption } from "../../program/options.ts";

const HELP = `
Both are ids of langgraph.json or files, as in \`signalbox check\`. Formatting and key order are ignored.
With --live, the database that DATABASE_URL or SIGNALBOX_DATA names is searched for unfinished threads.

Exit codes: 0 compared, with or without changes; 1 a graph is wrong, or unfinished threads would be refused; 2 a graph could not be loaded.

Examples:
  git show main:graphs/desk/graph.yaml > /tmp/graph.yaml
  signalbox diff /tmp/graph.yaml graphs/desk/graph.yaml --registry graphs/desk/registry.ts
  signalbox diff /tmp/graph.yaml support-desk --registry graphs/desk/registry.ts --live`;

export function diffCommand(invocation: Invocation): Command {
  return new Command("diff")
    .description("Compare two declarations: nodes, edges, params, channels, questions.")
    .argument("<old>", "the declaration that runs today")
    .argument("<new>", "the one that will replace it")
    .option("--json", "changes as JSON on stdout")
    .option("--live", "also show what the change means for unfinished threads")
    .addOption(registryOption())
    .addHelpText("after", HELP)
    .action(action(invocation, async (command, io) => (await import("./diff.ts")).diff(command, io), exitCodes.usage));
}
