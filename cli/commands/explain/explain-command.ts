/** `signalbox explain`: how it is called. */
import { Command } from "commander";
import { exitCodes, type Invocation, plainAction } from "../../program/action.ts";

const HELP = `
Examples:
  signalbox explain UNKNOWN_TARGET   one code of signalbox check
  signalbox explain PORT_IN_USE      one code of a run, the API or the command line
  signalbox explain                  all of them`;

export function explainCommand(invocation: Invocation): Command {
  return new Command("explain")
    .description("Explain a code that check, a run or the API reported.")
    .argument("[code]", "such as UNKNOWN_TARGET; by default all codes are listed")
    .addHelpText("after", HELP)
    .action(plainAction(invocation, async (command, io) => (await import("./explain.ts")).explain(command, io), exitCodes.usage));
}
