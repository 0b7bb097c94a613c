/** `signalbox run`: a run is started and followed on a running server. */
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine, styled } from "../../program/io.ts";
import { follow, followedModes } from "./follow.ts";
import { printThread, threadShown } from "./thread-shown.ts";

interface Options {
  readonly input: string;
  readonly thread?: string;
  readonly by?: string;
  readonly role?: readonly string[];
  readonly json?: boolean;
}

export async function run(command: Command, io: Io): Promise<number> {
  const { input, thread, by, role: roles, json = false } = command.optsWithGlobals<Options>();
  const given = parsed(input === "-" ? await text(process.stdin) : input, command);
  const client = clientOf(command);
  const threadId = thread ?? (await client.threads.create()).thread_id;
  const start = { assistantId: command.args[0] ?? "", input: given, by, roles, streamMode: followedModes };
  const { run_id } = await client.start(threadId, start);
  if (!json) printLine(io.stdout, styled(io.stdout, "dim", `thread ${threadId}  run ${run_id}`));
  if (!(await follow({ client, thread: threadId, run: run_id, json }, io))) return exitCodes.ok;
  const shown = await threadShown(client, threadId);
  if (json) printLine(io.stdout, JSON.stringify({ event: "end", data: shown }));
  else printThread(shown, io);
  return shown.status === "error" ? exitCodes.failed : exitCodes.ok;
}

function parsed(input: string, command: Command): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    return command.error(`error: --input is not JSON: ${error instanceof Error ? error.message : error}`, { code: "signalbox.input" });
  }
}
