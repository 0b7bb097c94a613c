/** `signalbox coverage`: how it is called. */
import { Command } from "commander";
import { exitCodes, type Invocation, plainAction } from "../../program/action.ts";
import { formatOption, outOption } from "../../program/options.ts";

const HELP = `
The files are written by the reporter of signalbox/testkit when vitest runs:

  // vitest.config.ts
  import GraphCoverage from "signalbox/testkit/reporter";
  export default defineConfig({ test: { reporters: ["default", new GraphCoverage()] } });

Exit codes: 0 reported, 1 a graph is below the threshold, 2 there is no coverage to read.

Examples:
  signalbox coverage                                     a table, then every edge that no test took
  signalbox coverage --threshold 100                     for CI: each part of each graph
  signalbox coverage --threshold edges=90,errors=100
  signalbox coverage --draw support-desk --out desk.svg  what no test took is marked
  signalbox coverage shard-*/coverage.json               what several runs took together`;

export function coverageCommand(invocation: Invocation): Command {
  return new Command("coverage")
    .description("Show how much of its graphs the last test run covered: nodes, edges, decisions, errors, deadlines.")
    .argument("[files...]", "reports to read, by default graph-coverage/coverage.json; several are joined")
    .option("--json", "the coverage as JSON on stdout")
    .option("--threshold <percent>", "exit with 1 if a graph covers less: 90, or edges=90,errors=100")
    .option("--draw <graph>", "draw this graph, with what no test took marked")
    .addOption(formatOption())
    .addOption(outOption())
    .addHelpText("after", HELP)
    .action(plainAction(invocation, async (command, io) => (await import("./coverage.ts")).coverage(command, io), exitCodes.usage));
}
