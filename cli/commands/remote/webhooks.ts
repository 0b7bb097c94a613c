/** `signalbox webhooks` and `signalbox replay`: what became of the webhooks of a running server, and sending one again. */
import type { Command } from "commander";
import type { WebhookFilter } from "../../../client/requests.ts";
import type { Webhook } from "../../../runtime/webhooks/webhooks.ts";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine, styled } from "../../program/io.ts";

interface Options extends Pick<WebhookFilter, "status" | "limit" | "offset"> {
  readonly run?: string;
  readonly json?: boolean;
}

export async function webhooks(command: Command, { stdout }: Io): Promise<number> {
  const { run: runId, json, status, limit, offset } = command.optsWithGlobals<Options>();
  const found = await clientOf(command).webhooks({ runId, status, limit, offset });
  if (json) printLine(stdout, JSON.stringify(found, undefined, 2));
  else if (found.length === 0) printLine(stdout, "no webhooks");
  else for (const webhook of found) printWebhook(webhook, stdout);
  return exitCodes.ok;
}

export async function replay(command: Command, { stdout }: Io): Promise<number> {
  const [id = ""] = command.args;
  const webhook = await clientOf(command).replayWebhook(id);
  const { json } = command.optsWithGlobals<Options>();
  printLine(stdout, json ? JSON.stringify(webhook, undefined, 2) : `webhook ${webhook.webhook_id} is sent again to ${webhook.url}`);
  return exitCodes.ok;
}

function printWebhook({ webhook_id, run_id, url, status, attempts, last_error, next_attempt_at }: Webhook, stdout: Io["stdout"]): void {
  printLine(stdout, `${styled(stdout, "bold", webhook_id)}  ${status}  ${url}  ${styled(stdout, "dim", `run ${run_id}`)}`);
  const facts = [`attempts: ${attempts}`, last_error, next_attempt_at && `next at ${next_attempt_at}`].filter(Boolean);
  printLine(stdout, styled(stdout, "dim", `  ${facts.join(", ")}`));
}
