/** A model's reasoning belongs to that model: it goes back to it, and never to another, which may refuse it or take it for its own. */
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { answerLike } from "./answer-like.ts";

/** Under which names providers send it beside the text. */
const REASONING = ["reasoning_content", "reasoning", "reasoning_details"] as const;

/** Parts of the content that are reasoning: LangChain's, Anthropic's and Mistral's. */
const PARTS: ReadonlySet<string> = new Set(["reasoning", "reasoning_content", "thinking", "redacted_thinking"]);

/** `isOwn`: whether the model that is called now said the message. */
export const withoutForeignReasoning = (messages: readonly BaseMessage[], isOwn: (said: AIMessage) => boolean): BaseMessage[] =>
  messages.map((message) =>
    AIMessage.isInstance(message) && hasReasoning(message) && !isOwn(message) ? withoutReasoning(message) : message,
  );

const hasReasoning = ({ additional_kwargs: kwargs, content }: AIMessage): boolean =>
  REASONING.some((name) => kwargs[name] !== undefined) || (Array.isArray(content) && content.some(({ type }) => PARTS.has(type)));

const withoutReasoning = (message: AIMessage): AIMessage =>
  answerLike(message, {
    content: Array.isArray(message.content) ? message.content.filter(({ type }) => !PARTS.has(type)) : message.content,
    additional_kwargs: Object.fromEntries(Object.entries(message.additional_kwargs).filter(([key]) => !isReasoning(key))),
  });

const isReasoning = (key: string): boolean => REASONING.some((name) => name === key);

/** What a stored message keeps of it, for those who show it. */
export const reasoningOf = ({ additional_kwargs: kwargs }: BaseMessage): Record<string, unknown> =>
  Object.fromEntries(REASONING.flatMap((name) => (kwargs[name] === undefined ? [] : [[name, kwargs[name]]])));
