#!/usr/bin/env node
/** The command line. Each command is a file beside this one; here they only come together. */
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { checkCommand } from "./commands/check.ts";
import { coverageCommand } from "./commands/coverage.ts";
import { diffCommand } from "./commands/diff.ts";
import { drawCommand } from "./commands/draw.ts";
import { explainCommand } from "./commands/explain.ts";
import { retryCommand } from "./commands/retry.ts";
import { serveCommand } from "./commands/serve.ts";
import { workerCommand } from "./commands/worker.ts";
import { exitCodes } from "./program/exit-codes.ts";

const examples = `
Examples:
  signalbox check                          every graph of langgraph.json
  signalbox check graphs/desk/graph.yaml   one file, with line and column of each issue
  signalbox draw support-desk --out desk.svg
  signalbox diff old.yaml graphs/desk/graph.yaml
  signalbox coverage --threshold 100       what the last test run took of its graphs
  signalbox explain UNDECLARED_LABEL
  signalbox serve --port 2024
  signalbox worker --slots 16              more hands for the same Postgres
  signalbox retry $THREAD $RUN             a failed run goes on from its last good step

Exit codes: 0 fine, 1 something is wrong with a graph or a start, 2 the command itself could not be understood.`;

const { version } = createRequire(import.meta.url)("signalbox/package.json") as { version: string };

const program = new Command("signalbox")
  .description("Declarative multi-agent graphs on LangGraph: check, draw, compare, test and serve them.")
  .version(version)
  .option("--config <file>", "the project's langgraph.json", "langgraph.json")
  .option("--debug", "show stack traces")
  .addHelpText("after", examples)
  .showSuggestionAfterError()
  .exitOverride();

const commands = [
  checkCommand(),
  drawCommand(),
  diffCommand(),
  coverageCommand(),
  explainCommand(),
  retryCommand(),
  serveCommand(),
  workerCommand(),
];
for (const command of commands) {
  program.addCommand(command.copyInheritedSettings(program));
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
}
