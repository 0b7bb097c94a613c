/** A model of the registry as LangChain has it, with its limit. The language keeps models opaque; here they are LangChain's. */
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Registry } from "../../language/registry/registry.ts";

export interface AgentModel {
  readonly chat: BaseChatModel;
  readonly maxInFlight?: number | undefined;
}

type Secret = (name: string) => string | undefined;

export async function makeModel({ models }: Registry, name: string, secret: Secret): Promise<AgentModel> {
  const source = models?.[name];
  if (!source) throw new TypeError(`registry has no model "${name}"`);
  const isPlain = typeof source === "function";
  const chat = (await (isPlain ? source() : source.make(secret))) as unknown as BaseChatModel;
  return { chat, ...(!isPlain && { maxInFlight: source.maxInFlight }) };
}

/** What a chat model calls itself: the provider's name for it, else its class. */
export function modelName(model: BaseChatModel): string {
  for (const key of ["model", "modelName"]) {
    const name: unknown = Reflect.get(model, key);
    if (typeof name === "string") return name;
  }
  return model._llmType();
}
