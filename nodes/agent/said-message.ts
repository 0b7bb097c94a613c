/** An agent's text as a message of the conversation: the message that its model said, under the id that it was streamed under, without what only the agent needs. */
import type { AIMessage } from "@langchain/core/messages";
import { answerLike } from "../models/answer-like.ts";
import { reasoningOf } from "../models/own-reasoning.ts";

const SHOWN = ["model_provider", "model_name", "finish_reason", "system_fingerprint"];

/** `text`: what the agent made of the message's own. */
export const saidMessage = (said: AIMessage, text: string): AIMessage =>
  answerLike(said, {
    content: text,
    additional_kwargs: reasoningOf(said),
    response_metadata: Object.fromEntries(Object.entries(said.response_metadata).filter(([key]) => SHOWN.includes(key))),
    ...{ tool_calls: [], invalid_tool_calls: [], name: undefined },
  });
