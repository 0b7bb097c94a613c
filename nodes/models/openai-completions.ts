/** ChatOpenAI's own completions client, which drops a refusal: here the message keeps it, so that it is not taken for an empty answer. */
import type { BaseMessage } from "@langchain/core/messages";
import { ChatOpenAICompletions } from "@langchain/openai";

type Message = Parameters<ChatOpenAICompletions["_convertCompletionsMessageToBaseMessage"]>;
type Delta = Parameters<ChatOpenAICompletions["_convertCompletionsDeltaToBaseMessageChunk"]>;

export class OpenAICompletions extends ChatOpenAICompletions {
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

function withRefusal<M extends BaseMessage>(message: M, refusal: string | null | undefined): M {
  if (refusal) message.additional_kwargs = { ...message.additional_kwargs, refusal };
  return message;
}
