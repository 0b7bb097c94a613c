/** ChatOpenAI with a completions client that keeps a refusal in the message: LangChain's own drops it, and the answer looks empty. */
import type { BaseMessage } from "@langchain/core/messages";
import { ChatOpenAI, ChatOpenAICompletions, type ChatOpenAIFields } from "@langchain/openai";

type Message = Parameters<ChatOpenAICompletions["_convertCompletionsMessageToBaseMessage"]>;
type Delta = Parameters<ChatOpenAICompletions["_convertCompletionsDeltaToBaseMessageChunk"]>;

class OpenAICompletions extends ChatOpenAICompletions {
  override _convertCompletionsMessageToBaseMessage(
    ...[message, raw]: Message
  ): ReturnType<ChatOpenAICompletions["_convertCompletionsMessageToBaseMessage"]> {
    return withRefusal(super._convertCompletionsMessageToBaseMessage(message, raw), message.refusal);
  }

  override _convertCompletionsDeltaToBaseMessageChunk(
    ...[delta, raw, role]: Delta
  ): ReturnType<ChatOpenAICompletions["_convertCompletionsDeltaToBaseMessageChunk"]> {
    return withRefusal(super._convertCompletionsDeltaToBaseMessageChunk(delta, raw, role), delta.refusal as string | null | undefined);
  }
}

export const chatOpenAI = (fields: ChatOpenAIFields): ChatOpenAI =>
  new ChatOpenAI({ ...fields, completions: new OpenAICompletions(fields) });

function withRefusal<M extends BaseMessage>(message: M, refusal: string | null | undefined): M {
  if (refusal) message.additional_kwargs = { ...message.additional_kwargs, refusal };
  return message;
}
