/** `signalbox retry`: how it is called. */
import { Command } from "commander";
import { action, exitCodes, type Invocation } from "../../program/action.ts";
import { urlOption } from "../../program/options.ts";

const HELP = `
Finished nodes are not run again. Exit codes: 0 the server accepted, 1 it refused or did not respond.

Examples:
  signalbox retry 01a2035e-1a78-72aa-aa91-7d3655c564a1 01a2035f-0c11-7344-b5a1-2f8f1cf10d4e
  signalbox retry $THREAD $RUN --url https://desk.example.com`;

export function retryCommand(invocation: Invocation): Command {
  return new Command("retry")
    .description("Continue a failed run from its thread's last good step, on a running server.")
    .argument("<thread>", "the thread's id")
    .argument("<run>", "the id of its last run, which failed, timed out or was cancelled")
    .addOption(urlOption())
    .addHelpText("after", HELP)
    .action(action(invocation, async (command, io) => (await import("./retry.ts")).retry(command, io), exitCodes.failed));
}
