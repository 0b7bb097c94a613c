/** `signalbox decide`: a person's answer to a question of a running server. */
import type { Command } from "commander";
import type { InterruptAnswer } from "../../../client/requests.ts";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine } from "../../program/io.ts";

interface Options extends Pick<InterruptAnswer, "form" | "resume" | "by" | "reason"> {
  readonly role?: readonly string[];
  readonly thread?: string;
  readonly json?: boolean;
}

export async function decide(command: Command, { stdout }: Io): Promise<number> {
  const { form, resume, by, role: roles, reason, thread: threadId, json } = command.optsWithGlobals<Options>();
  const [id = "", decision] = command.args;
  if ((decision === undefined) === (resume === undefined))
    command.error("error: name a decision, or give --resume for an interrupt of a graph built by hand", { code: "signalbox.decision" });
  const decided = await clientOf(command).decide(id, { decision, form, resume, by, roles, reason, threadId });
  if (json) printLine(stdout, JSON.stringify(decided, undefined, 2));
  else if (decided.resume_run_id === null) printLine(stdout, `${id}: the answer is kept, and more people must decide`);
  else printLine(stdout, `${id}: ${decision ?? "resumed"}; run ${decided.resume_run_id} continues thread ${decided.thread_id}`);
  return exitCodes.ok;
}
