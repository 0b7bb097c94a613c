/** `signalbox show`: one thread of a running server. */
import type { Command } from "commander";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine } from "../../program/io.ts";
import { printThread, threadShown } from "./thread-shown.ts";

export async function show(command: Command, io: Io): Promise<number> {
  const shown = await threadShown(clientOf(command), command.args[0] ?? "");
  if (command.optsWithGlobals<{ json?: boolean }>().json) printLine(io.stdout, JSON.stringify(shown, undefined, 2));
  else printThread(shown, io);
  return exitCodes.ok;
}
