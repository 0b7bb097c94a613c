/** Runs a command's work: its result is the exit code, a failure is one clear line; the stack only with --debug. */
import { inspect } from "node:util";
import { type Command, CommanderError } from "commander";
import { type Io, printLine, styled } from "./io.ts";
import { readVariables } from "./options.ts";

/** What the process returns to a script that called it. */
export const exitCodes = {
  ok: 0,
  /** A graph has errors, less of it is tested than required, or the server could not start. */
  failed: 1,
  /** The command line was not understood, or names a file or graph that does not exist. */
  usage: 2,
} as const;

/** One call of the command line. */
export interface Invocation {
  readonly io: Io;
  exitCode: number;
}

/** Imports its implementation itself: a command that is not called loads nothing. */
export type Work = (command: Command, io: Io) => Promise<number>;

/** Work in a project: with the variables of its langgraph.json, also for options. `failure` is the exit code when the work could not be done; a wrong graph is always 1. */
export const action = (invocation: Invocation, work: Work, failure: number): ((this: Command) => Promise<void>) =>
  plainAction(
    invocation,
    async (command, io) => {
      const { readEnvironment } = await import("./environment.ts");
      readEnvironment(command.optsWithGlobals<{ config: string }>().config, io);
      readVariables(command, io.env);
      return work(command, io);
    },
    failure,
  );

/** Work that needs no project. */
export function plainAction(invocation: Invocation, work: Work, failure: number): (this: Command) => Promise<void> {
  return async function runWork() {
    const { io } = invocation;
    try {
      invocation.exitCode = await work(this, io);
    } catch (error) {
      if (error instanceof CommanderError) throw error;
      const isWrongGraph = await reportFailure(error, io, this.optsWithGlobals<{ debug?: boolean }>().debug === true);
      invocation.exitCode = isWrongGraph ? exitCodes.failed : failure;
    }
  };
}

/** Whether the failure was a graph with errors. */
export async function reportFailure(error: unknown, { stderr }: Io, debug: boolean): Promise<boolean> {
  const { SignalboxError } = await import("../../language/issues/errors.ts");
  const { GraphDefinitionError } = await import("../../language/issues/graph-definition-error.ts");
  const isWrongGraph = error instanceof GraphDefinitionError;
  const code = error instanceof SignalboxError && !isWrongGraph ? `  ${styled(stderr, "dim", `[${error.code}]`)}` : "";
  const message = error instanceof Error ? error.message : String(error);
  printLine(stderr, `${styled(stderr, "red", "signalbox:")} ${message}${code}`);
  if (debug) printLine(stderr, inspect(error));
  else if (!(error instanceof SignalboxError)) printLine(stderr, "Run it again with --debug to see the stack trace.");
  return isWrongGraph;
}
