/** Runs one command line in this process. Ends it and installs handlers on it only if the caller owns it, as the bin, signalbox.ts, does. */

import { Command, CommanderError } from "commander";
import { adoptCommand } from "./commands/adopt/adopt-command.ts";
import { checkCommand } from "./commands/check/check-command.ts";
import { coverageCommand } from "./commands/coverage/coverage-command.ts";
import { diffCommand } from "./commands/diff/diff-command.ts";
import { drawCommand } from "./commands/draw/draw-command.ts";
import { explainCommand } from "./commands/explain/explain-command.ts";
import { keysCommand } from "./commands/keys/keys-command.ts";
import { mcpCommand } from "./commands/mcp/mcp-command.ts";
import { remoteCommands } from "./commands/remote/remote-commands.ts";
import { serveCommand } from "./commands/serve/serve-command.ts";
import { workerCommand } from "./commands/worker/worker-command.ts";
import { exitCodes, type Invocation } from "./program/action.ts";
import type { Io } from "./program/io.ts";
import { ownVersion } from "./program/process.ts";

const commands = [
  checkCommand,
  drawCommand,
  diffCommand,
  coverageCommand,
  explainCommand,
  adoptCommand,
  keysCommand,
  mcpCommand,
  serveCommand,
  workerCommand,
  ...remoteCommands,
];

const EXAMPLES = `
Examples:
  signalbox check                          every graph of langgraph.json
  signalbox check graphs/desk/graph.yaml   one file, with line and column of each issue
  signalbox draw support-desk --out desk.svg
  signalbox diff old.yaml graphs/desk/graph.yaml
  signalbox coverage --threshold 100       how much of its graphs the last test run covered
  signalbox explain UNDECLARED_LABEL
  signalbox serve --port 2024
  signalbox worker --slots 16              another process that executes runs on the same Postgres
  signalbox run support-desk --input '{"message":"hello"}'
  signalbox inbox                          what waits for people, on a running server
  signalbox decide $INTERRUPT approve --by ann --role lead
  signalbox retry $THREAD $RUN             continues a failed run from its last good step
  signalbox mcp add https://tracker.example.org/mcp --out tools/tracker.ts
  signalbox adopt --all --to 4             moves threads that wait to the version that is deployed

Exit codes: 0 success, 1 a graph is wrong, a thread was refused or the server could not start, 2 the command line is wrong.`;

/** Resolves to the exit code. `argv` begins with the command: `["check", "graph.yaml"]`. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const invocation: Invocation = { io, exitCode: exitCodes.ok };
  try {
    await programOf(invocation).parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  return invocation.exitCode;
}

function programOf(invocation: Invocation): Command {
  const { stdout, stderr } = invocation.io;
  const program = new Command("signalbox")
    .description("Declarative multi-agent graphs on LangGraph: check, draw, compare, test and serve them.")
    .version(ownVersion())
    .option("--config <file>", "the project's langgraph.json", "langgraph.json")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => stdout.isColoured,
      getErrHasColors: () => stderr.isColoured,
    });
  for (const commandOf of commands) program.addCommand(inheriting(commandOf(invocation), program));
  return program;
}

/** Also the commands of a command: one that does not inherit writes past `io`, and ends the process. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inheriting(inner, command);
  return command;
}
