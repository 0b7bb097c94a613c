/** `signalbox inbox`: the questions of a running server that wait for people. */
import type { Command } from "commander";
import type { InboxQuery } from "../../../client/requests.ts";
import { isQuestionPayload } from "../../../nodes/interrupt/question-payload.ts";
import type { Interrupt } from "../../../runtime/protocol/interrupt.ts";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine, styled } from "../../program/io.ts";

interface Options extends Pick<InboxQuery, "status" | "assignee" | "limit" | "offset"> {
  readonly graph?: string;
  readonly thread?: string;
  readonly json?: boolean;
}

export async function inbox(command: Command, io: Io): Promise<number> {
  const { graph: graphId, thread: threadId, json, status, assignee, limit, offset } = command.optsWithGlobals<Options>();
  const found = await clientOf(command).inbox({ graphId, threadId, status, assignee, limit, offset });
  if (json) printLine(io.stdout, JSON.stringify(found, undefined, 2));
  else if (found.length === 0) printLine(io.stdout, "no questions");
  else for (const question of found) printQuestion(question, io);
  return exitCodes.ok;
}

export function printQuestion(question: Interrupt, { stdout }: Io): void {
  const { id, thread_id, graph_id, node, value, due_at, assignee, status, decision, decided_by } = question;
  const place = [graph_id, node].filter(Boolean).join(".");
  printLine(stdout, `${styled(stdout, "bold", id)}  ${place}  ${styled(stdout, "dim", `thread ${thread_id}`)}`);
  printLine(stdout, `  ${isQuestionPayload(value) ? value.prompt : JSON.stringify(value)}`);
  if (isQuestionPayload(value)) printLine(stdout, styled(stdout, "dim", `  decisions: ${Object.keys(value.decisions).join(", ")}`));
  const facts = [
    due_at && `due ${due_at}`,
    assignee && `assigned to ${assignee}`,
    status !== "pending" && `${status}${decision ? `: ${decision}` : ""}${decided_by ? ` by ${decided_by}` : ""}`,
  ].filter(Boolean);
  if (facts.length > 0) printLine(stdout, styled(stdout, "dim", `  ${facts.join(", ")}`));
}
