/** Runs a command's work and turns a failure into one clear line and an exit code; the stack only with --debug. */
import { styleText } from "node:util";
import type { Command } from "commander";
import { SignalboxError } from "../../language/issues/errors.ts";
import { GraphDefinitionError } from "../../language/issues/graph-definition-error.ts";
import { exitCodes } from "./exit-codes.ts";

type Work = (command: Command) => Promise<number>;

/** `failure` is the exit code when the work could not be done; a wrong graph is always 1. */
export function action(work: Work, failure: number): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const command = args.at(-1) as Command;
    try {
      process.exitCode = await work(command);
    } catch (error) {
      reportFailure(error, command.optsWithGlobals<{ debug?: boolean }>().debug === true);
      process.exitCode = error instanceof GraphDefinitionError ? exitCodes.wrong : failure;
    }
  };
}

function reportFailure(error: unknown, debug: boolean): void {
  const { message, code } = described(error);
  console.error(`${styleText("red", "signalbox:", { stream: process.stderr })} ${message}${code}`);
  if (debug) console.error(error);
  else if (!(error instanceof SignalboxError)) console.error("Run it again with --debug for the stack trace.");
}

function described(error: unknown): { message: string; code: string } {
  if (error instanceof GraphDefinitionError) return { message: error.message, code: "" };
  if (error instanceof SignalboxError)
    return { message: error.message, code: `  ${styleText("dim", `[${error.code}]`, { stream: process.stderr })}` };
  return { message: error instanceof Error ? error.message : String(error), code: "" };
}
