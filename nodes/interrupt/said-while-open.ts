/** What an open question adds to the conversation that people see: front ends show a question only below the assistant's message that asks it. */
import { isRecord } from "../../language/schema/is-record.ts";
import type { QuestionPayload } from "./question-payload.ts";
import type { ActionRequest } from "./review.ts";

/** A message in the flat form of the protocol. */
export interface SaidMessage {
  readonly type: "ai";
  readonly id: string;
  readonly content: unknown;
  readonly tool_calls: readonly SaidCall[];
  readonly additional_kwargs: Readonly<Record<string, never>>;
  readonly response_metadata: Readonly<Record<string, never>>;
}

interface SaidCall {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly type: "tool_call";
}

/** Undefined for the question of a graph built by hand, whose code writes its own messages. */
export function saidWhileOpen(id: string, payload: unknown): SaidMessage | undefined {
  if (!isRecord(payload)) return undefined;
  if (isSaid(payload.message)) return payload.message;
  if (isAsked(payload)) return askedMessage(id, payload);
  return isCalls(payload) ? callsMessage(id, payload.actionRequests) : undefined;
}

/** An agent of an older version asked about its calls without the message that makes them. */
function callsMessage(id: string, calls: readonly ActionRequest[]): SaidMessage {
  const tool_calls = calls.map(({ name, args }, index) => ({ id: `${id}-${index}`, name, args, type: "tool_call" as const }));
  return said({ id: `question-${id}`, content: "", tool_calls });
}

/** The requester answers by a message: there is no call that a tool's result would have to follow. */
function askedMessage(id: string, { question, prompt, by, actionRequests: [action] = [] }: Asked): SaidMessage {
  const call = { id, name: question, args: action?.args ?? {}, type: "tool_call" as const };
  return said({ id: `question-${id}`, content: prompt, tool_calls: by === "requester" ? [] : [call] });
}

export const said = (message: Pick<SaidMessage, "id" | "content" | "tool_calls">): SaidMessage => ({
  ...{ type: "ai", ...message },
  ...{ additional_kwargs: {}, response_metadata: {} },
});

type Asked = Pick<QuestionPayload, "question" | "prompt" | "by" | "actionRequests">;

const isAsked = (payload: Readonly<Record<string, unknown>>): payload is Readonly<Record<string, unknown>> & Asked =>
  typeof payload.question === "string" && typeof payload.prompt === "string" && isRecord(payload.takes);

const isCalls = (payload: Readonly<Record<string, unknown>>): payload is { readonly actionRequests: readonly ActionRequest[] } =>
  typeof payload.graph === "string" && typeof payload.node === "string" && Array.isArray(payload.actionRequests);

const isSaid = (message: unknown): message is SaidMessage =>
  isRecord(message) && typeof message.id === "string" && Array.isArray(message.tool_calls);

interface Question {
  readonly id?: string | undefined;
  readonly value?: unknown;
}

/** A graph's values as people see them while questions are open: the channel `messages` ends with the messages that ask them. */
export function withOpenQuestions<Values>(values: Values, questions: readonly Question[]): Values {
  const messages: unknown = isRecord(values) ? values.messages : undefined;
  if (!Array.isArray(messages)) return values;
  const known = new Set(messages.map((message: unknown) => isRecord(message) && message.id));
  const open = questions.flatMap(({ id = "", value }) => saidWhileOpen(id, value) ?? []);
  // calls that are approved one by one are all in one message
  const missing = new Map(open.flatMap((message) => (known.has(message.id) ? [] : [[message.id, message]])));
  return missing.size === 0 ? values : { ...values, messages: [...messages, ...missing.values()] };
}

/** The same as they are stored: without what `withOpenQuestions` has added. */
export function withoutOpenQuestions<Values>(values: Values, questions: readonly Question[]): Values {
  const messages: unknown = isRecord(values) ? values.messages : undefined;
  const added = new Set(questions.flatMap(({ id = "", value }) => saidWhileOpen(id, value)?.id ?? []));
  if (!Array.isArray(messages) || added.size === 0) return values;
  return { ...values, messages: messages.filter((message: unknown) => !(isRecord(message) && added.has(String(message.id)))) };
}
