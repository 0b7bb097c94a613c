/** Puts a model's whole answer right: one message with our id, text where all of it is text, tool calls with ids and arguments as an object. */
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import type { InvalidToolCall, ToolCall } from "@langchain/core/messages/tool";
import { isRecord } from "../../language/schema/is-record.ts";
import { answerLike } from "./answer-like.ts";
import type { CallIds } from "./call-ids.ts";
import { tokenCounts } from "./token-counts.ts";
import { readArguments } from "./tool-arguments.ts";

interface RawCall {
  readonly name?: unknown;
  readonly args?: unknown;
  readonly id?: unknown;
}

/** Leaves `message` as it is: a provider may give the same object again. */
export function normaliseAnswer(message: BaseMessage, { id, ids }: { readonly id: string | undefined; readonly ids: CallIds }): AIMessage {
  const calls = callsIn(message).map((call) => readCall(call, ids));
  return answerLike(message, {
    content: textOf(message.content),
    tool_calls: calls.flatMap((call) => (call.type === "tool_call" ? [call] : [])),
    invalid_tool_calls: calls.flatMap((call) => (call.type === "invalid_tool_call" ? [call] : [])),
    additional_kwargs: withoutCalls(message.additional_kwargs),
    usage_metadata: AIMessage.isInstance(message) ? tokenCounts(message.usage_metadata) : undefined,
    id,
  });
}

/** A copy of the calls as the provider wrote them would be sent back as they are. */
export function withoutCalls(kwargs: BaseMessage["additional_kwargs"]): BaseMessage["additional_kwargs"] {
  const { tool_calls: _, function_call: __, ...rest } = kwargs;
  return rest;
}

function callsIn(message: BaseMessage): readonly RawCall[] {
  const { function_call } = message.additional_kwargs;
  // LangChain completes arguments that were cut off: only the chunks hold what was said
  const chunks = AIMessageChunk.isInstance(message) ? (message.tool_call_chunks ?? []) : [];
  const read = AIMessage.isInstance(message) ? [...(message.tool_calls ?? []), ...(message.invalid_tool_calls ?? [])] : [];
  const calls = chunks.length > 0 ? chunks : read;
  if (calls.length > 0 || !isRecord(function_call)) return calls;
  return [{ name: function_call.name, args: function_call.arguments }];
}

function readCall({ name: given, args, id: givenId }: RawCall, ids: CallIds): ToolCall | InvalidToolCall {
  const name = typeof given === "string" ? given.trim() : "";
  const id = ids.of(givenId);
  const values = readArguments(args);
  if (name !== "" && values) return { type: "tool_call", name, id, args: values };
  const error = name === "" ? "a tool call has no name" : `the arguments of tool "${name}" are not a JSON object`;
  return { type: "invalid_tool_call", name, id, error, args: typeof args === "string" ? args : (JSON.stringify(args) ?? "") };
}

/** Parts stay parts where one of them is more than text. */
function textOf(content: unknown): BaseMessage["content"] {
  if (!Array.isArray(content)) return content === undefined || content === null ? "" : String(content);
  const texts = content.map((part: unknown) => (isRecord(part) && part.type === "text" ? String(part.text ?? "") : undefined));
  return texts.every((text) => text !== undefined) ? texts.join("") : content;
}
