/** `signalbox tail`: the events of a run that is under way, or has ended not long ago. */
import type { Command } from "commander";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import type { Io } from "../../program/io.ts";
import { follow } from "./follow.ts";

export async function tail(command: Command, io: Io): Promise<number> {
  const { after, json = false } = command.optsWithGlobals<{ after: string; json?: boolean }>();
  const [thread = "", named] = command.args;
  const client = clientOf(command);
  const run = named ?? (await client.runs.list(thread, { limit: 1 }))[0]?.run_id;
  if (run === undefined) throw new SignalboxError("RUN_NOT_FOUND", `Thread ${thread} has no runs.`, { thread });
  await follow({ client, thread, run, after, json }, io);
  return exitCodes.ok;
}
