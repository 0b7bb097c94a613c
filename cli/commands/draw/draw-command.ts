/** `signalbox draw`: how it is called. */
import { Command } from "commander";
import { action, exitCodes, type Invocation } from "../../program/action.ts";
import { formatOption, outOption, registryOption, urlOption } from "../../program/options.ts";

const HELP = `
Examples:
  signalbox draw support-desk                          Mermaid text, for a README or an issue
  signalbox draw support-desk --out docs/desk.svg      the file name decides the format
  signalbox draw graphs/desk/graph.yaml --format svg > desk.svg
  signalbox draw support-desk --path 01a2035e-1a78-72aa-aa91-7d3655c564a1 --out path.svg`;

export function drawCommand(invocation: Invocation): Command {
  return new Command("draw")
    .description("Draw a graph: nodes by kind, edges with their labels.")
    .argument("<graph>", "an id of langgraph.json, or a TypeScript, YAML or JSON file")
    .addOption(formatOption())
    .addOption(outOption())
    .option("--path <thread>", "highlight the path of the thread's last turn, read from a running server")
    .addOption(urlOption())
    .addOption(registryOption())
    .addHelpText("after", HELP)
    .action(action(invocation, async (command, io) => (await import("./draw.ts")).draw(command, io), exitCodes.usage));
}
