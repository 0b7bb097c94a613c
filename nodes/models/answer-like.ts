/** A new answer with the fields of another one: LangChain's messages are classes, and a provider's own may be used again. */
import { AIMessage, type AIMessageFields, type BaseMessage, type UsageMetadata } from "@langchain/core/messages";
import type { InvalidToolCall, ToolCall } from "@langchain/core/messages/tool";

interface Fields extends Pick<BaseMessage, "content" | "additional_kwargs" | "response_metadata"> {
  readonly tool_calls: readonly ToolCall[];
  readonly invalid_tool_calls: readonly InvalidToolCall[];
  readonly usage_metadata: UsageMetadata | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** `changes`: the fields that differ. */
export function answerLike(message: BaseMessage, changes: Partial<Fields>): AIMessage {
  const { content, id, name, additional_kwargs, response_metadata } = message;
  const { tool_calls = [], invalid_tool_calls = [], usage_metadata } = AIMessage.isInstance(message) ? message : {};
  const all: Fields = {
    ...{ content, additional_kwargs, response_metadata, tool_calls, invalid_tool_calls, usage_metadata, id, name },
    ...changes,
  };
  return new AIMessage(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as AIMessageFields);
}
