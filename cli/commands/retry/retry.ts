/** `signalbox retry`: a failed run continues from its thread's last good step, on a running server. */
import type { Command } from "commander";
import { z } from "zod";
import { exitCodes } from "../../program/action.ts";
import { askServer } from "../../program/ask-server.ts";
import { type Io, printLine } from "../../program/io.ts";

const answer = z.object({ run_id: z.string() });

export async function retry(command: Command, { stdout }: Io): Promise<number> {
  const [thread = "", run = ""] = command.args;
  const { url } = command.optsWithGlobals<{ url: string }>();
  const route = ["threads", thread, "runs", run, "retry"];
  const { run_id } = await askServer(url, { method: "POST", route, answer, refusal: "NOT_RETRYABLE" });
  printLine(stdout, `run ${run_id} continues thread ${thread}`);
  return exitCodes.ok;
}
