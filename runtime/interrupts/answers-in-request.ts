/** Finds the answers to a thread's open questions in a run request: by `command.resume`, or as the requester's message. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { saidWhileOpen } from "../../nodes/interrupt/said-while-open.ts";
import { findLastDecidedInterrupt } from "../../persistence/statements/interrupts/find-last-decided-interrupt.ts";
import { findOpenInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { Acting } from "../identity/acting.ts";
import type { Actor } from "../identity/actor.ts";
import { queuesMessages } from "../protocol/interrupt.ts";
import { alreadyDecided, notResolvable, threadWaits } from "../protocol/refusals.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { decisionOfMessage } from "./check-decision.ts";
import type { Decision, Decisions } from "./decision.ts";
import { readInbox } from "./read-answer.ts";
import { recordRefusal } from "./refusals-on-record.ts";

export interface Asked {
  readonly request: RunRequest;
  readonly actor: Actor;
}

/** What a request means for the open questions of its thread. */
export type Answers =
  | Decisions
  | { readonly ignores: SeenInterrupt }
  /** The message waits for the next turn. */
  | { readonly queues: unknown };

/** Undefined: the request starts a run. A request that would discard the open question is refused. */
export async function answersIn(services: Acting, thread: ThreadRow, { request, actor: who }: Asked): Promise<Answers | undefined> {
  const { command, input } = request;
  const isQuestionPayloading = Object.keys(thread.interrupts).length > 0;
  const open = isQuestionPayloading ? await findOpenInterrupts(services.database.sql, thread.id) : [];
  if (command?.resume !== undefined) return answersOf(services, { thread, open, answer: command.resume, who });
  if (open.length === 0) return undefined;
  const decision = command ? undefined : decisionOfMessage(open, { input, ...who });
  if (decision) return [decision];
  if (!command && open.every(queuesMessages)) return { queues: withoutResults(input, open) };
  if (request.protocol === "v2" && input != null && !command) return answersOf(services, { thread, open, answer: input, who });
  const refusal = command && endsTurn(command.goto) ? notResolvable(thread.id, open) : threadWaits(thread.id, open);
  const [first] = open;
  await recordRefusal(
    services,
    { threadId: thread.id, interrupt: first?.id, node: first?.node, ...who, answer: command ?? input },
    refusal,
  );
  throw refusal;
}

interface ResumeCommand {
  readonly thread: ThreadRow;
  readonly open: readonly SeenInterrupt[];
  /** One answer, or answers by their questions' ids. */
  readonly answer: unknown;
  readonly who: Actor;
}

/** A bare value answers the only open question; several are answered by their ids. */
async function answersOf(services: Acting, { thread, open, answer: given, who }: ResumeCommand): Promise<Answers> {
  const [only, ...more] = open;
  const answered = more.length === 0 ? only : undefined;
  const answers = answersById(given) ?? (answered ? [[answered.id, given] as const] : []);
  const decisions = answers.flatMap(([id, answer]): Decision[] => {
    const interrupt = open.find((row) => row.id === id);
    return interrupt ? [{ interrupt, answer, via: "command", ...who }] : [];
  });
  const [first, ...others] = decisions.filter((decision) => !isIgnored(decision));
  if (first && decisions.length === answers.length) return [first, ...others];
  const [ignored] = decisions;
  if (ignored && decisions.length === answers.length) return { ignores: ignored.interrupt };
  const refusal = await nothingToAnswer(services, thread, open);
  const asked = { threadId: thread.id, interrupt: answered?.id, node: answered?.node };
  await recordRefusal(services, { ...asked, ...who, by: who.by ?? "command", answer: given }, refusal);
  throw refusal;
}

/** Agent Inbox's "ignore": the question stays open. */
const isIgnored = ({ interrupt: { payload }, answer }: Decision): boolean => "ignored" in readInbox(payload, answer);

/** Chats send a made-up result for each call that has none before the next message: the calls of open questions get theirs from a person. */
function withoutResults(input: unknown, open: readonly SeenInterrupt[]): unknown {
  if (!isRecord(input) || !Array.isArray(input.messages)) return input;
  const calls = new Set(open.flatMap(({ id, payload }) => saidWhileOpen(id, payload)?.tool_calls.map((call) => call.id) ?? []));
  const messages = input.messages.filter((message: unknown) => !(isRecord(message) && calls.has(String(message.tool_call_id))));
  return { ...input, messages };
}

/** "Mark as resolved" of LangChain's inboxes. */
const endsTurn = (goto: unknown): boolean => [goto].flat().includes("__end__");

/** LangGraph's own form: every key is an interrupt's id. */
function answersById(given: unknown): [string, unknown][] | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const entries = Object.entries(given);
  return entries.length > 0 && entries.every(([id]) => /^[0-9a-f]{32}$/.test(id)) ? entries : undefined;
}

async function nothingToAnswer({ database }: Acting, { id: thread }: ThreadRow, open: readonly SeenInterrupt[]): Promise<SignalboxError> {
  if (open.length > 0) {
    const interrupts = open.map(({ id }) => id);
    const how = `resume by id, {"${interrupts[0]}": …}. Open: ${interrupts.join(", ")}.`;
    return new SignalboxError("INVALID_DECISION", `The answer is for no open question of thread ${thread}: ${how}`, { thread, interrupts });
  }
  const last = await findLastDecidedInterrupt(database.sql, thread);
  if (last) return alreadyDecided(last);
  return new SignalboxError("INVALID_INPUT", `Thread ${thread} does not wait for an answer: there is nothing to resume.`, { thread });
}
