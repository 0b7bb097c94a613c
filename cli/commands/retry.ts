/** `signalbox retry`: a run that failed goes on from its thread's last good step, on a running server. */
import { Command } from "commander";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";

const Started = z.object({ run_id: z.string() });

export function retryCommand(): Command {
  return new Command("retry")
    .description("Take up a failed run from its thread's last good step.")
    .argument("<thread>", "the thread's id")
    .argument("<run>", "the id of its last run, which failed, took too long or was cancelled")
    .option("--url <url>", "the server", "http://127.0.0.1:2024")
    .action(action(retry, exitCodes.wrong));
}

async function retry(command: Command): Promise<number> {
  const [thread = "", run = ""] = command.args;
  const { url } = command.optsWithGlobals<{ url: string }>();
  const route = `${url.replace(/\/$/, "")}/threads/${encodeURIComponent(thread)}/runs/${encodeURIComponent(run)}/retry`;
  const response = await fetch(route, { method: "POST", headers: { accept: "application/problem+json" } }).catch((cause: unknown) => {
    throw new SignalboxError("SERVER_UNREACHABLE", `No server answers at ${url}: start it by "signalbox serve", or name it by --url`, {
      cause,
      url,
    });
  });
  const body: unknown = await response.json().catch(() => undefined);
  const started = Started.safeParse(body);
  if (!response.ok || !started.success) throw refusal(response.status, body, url);
  console.log(`run ${started.data.run_id} goes on with thread ${thread}`);
  return exitCodes.fine;
}

function refusal(status: number, body: unknown, url: string): SignalboxError {
  const said = z.object({ detail: z.string() }).safeParse(body);
  return new SignalboxError("NOT_RETRYABLE", `${url} answers ${status}${said.success ? `: ${said.data.detail}` : ""}`, { url });
}
