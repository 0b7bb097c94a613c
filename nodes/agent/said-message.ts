/** An agent's text as a message of the conversation: the message that its model said, under the id that it was streamed under, without what only the agent needs. */
import { type AIMessage, type BaseMessage, isAIMessage, ToolMessage } from "@langchain/core/messages";
import { answerLike } from "../models/answer-like.ts";
import { reasoningOf } from "../models/own-reasoning.ts";

/** The calls of a visit that people were asked about, and what came of them: what they saw while they were asked stays in the conversation. */
export function reviewedMessages(said: readonly BaseMessage[], reviewed: readonly string[]): BaseMessage[] {
  const results = said.filter((message) => ToolMessage.isInstance(message));
  return said.filter(isAIMessage).flatMap((message) => {
    const calls = message.tool_calls ?? [];
    if (!calls.some(({ name }) => reviewed.includes(name))) return [];
    const own = calls.map(({ id }) => results.find(({ tool_call_id }) => tool_call_id === id));
    // a handover has no result
    if (own.some((result) => result === undefined)) return [];
    return [
      answerLike(message, { response_metadata: shownMetadata(message), tool_calls: calls }),
      ...own.flatMap((result) => result ?? []),
    ];
  });
}

/** A conversation for an agent without tools: some providers take no calls where no tools are given. */
export const withoutCalls = (messages: readonly BaseMessage[]): BaseMessage[] =>
  messages.flatMap((message) => {
    if (ToolMessage.isInstance(message)) return [];
    if (!isAIMessage(message) || (message.tool_calls ?? []).length === 0) return [message];
    return message.text === "" ? [] : [saidMessage(message, message.text)];
  });

/** With its calls. */
export const transcribedMessage = (said: AIMessage): AIMessage =>
  answerLike(said, {
    additional_kwargs: reasoningOf(said),
    response_metadata: shownMetadata(said),
    ...{ invalid_tool_calls: [], name: undefined },
  });

const SHOWN = ["model_provider", "model_name", "finish_reason", "system_fingerprint"];

/** `text`: what the agent made of the message's own. */
export const saidMessage = (said: AIMessage, text: string): AIMessage =>
  answerLike(said, {
    content: text,
    additional_kwargs: reasoningOf(said),
    response_metadata: shownMetadata(said),
    ...{ tool_calls: [], invalid_tool_calls: [], name: undefined },
  });

const shownMetadata = ({ response_metadata }: AIMessage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(response_metadata).filter(([key]) => SHOWN.includes(key)));
