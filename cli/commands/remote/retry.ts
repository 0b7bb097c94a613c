/** `signalbox retry`: a failed run continues from its thread's last good step, on a running server. */
import type { Command } from "commander";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine } from "../../program/io.ts";

export async function retry(command: Command, { stdout }: Io): Promise<number> {
  const [thread = "", run = ""] = command.args;
  const retried = await clientOf(command).retry(thread, run);
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  printLine(stdout, json ? JSON.stringify(retried, undefined, 2) : `run ${retried.run_id} continues thread ${thread}`);
  return exitCodes.ok;
}
