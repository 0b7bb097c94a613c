/** What a chat model calls itself: the provider's name for it, else its class. */
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";

export function modelName(model: BaseChatModel): string {
  const { model: name, modelName: older } = model as { model?: unknown; modelName?: unknown };
  if (typeof name === "string") return name;
  return typeof older === "string" ? older : model._llmType();
}
