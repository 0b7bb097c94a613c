/** A model of the registry as LangChain has it, with its name and its limit. The language keeps models opaque; here they are LangChain's. */
import type { LanguageModelLike } from "@langchain/core/language_models/base";
import { Runnable } from "@langchain/core/runnables";
import type { Registry } from "../../language/registry/registry.ts";

export interface AgentModel {
  readonly chat: LanguageModelLike;
  /** Tells it from every other model: the registry's name and the provider's. */
  readonly key: string;
  /** The provider's name for it, else its type. */
  readonly name: string;
  /** LangChain's name for its class, such as "openai". */
  readonly type: string;
  readonly maxInFlight?: number | undefined;
}

type Secret = (name: string) => string | undefined;

export async function makeModel({ models }: Registry, name: string, secret: Secret): Promise<AgentModel> {
  const source = models?.[name];
  if (!source) throw new TypeError(`registry has no model "${name}"`);
  const isPlain = typeof source === "function";
  const chat: unknown = await (isPlain ? source() : source.make(secret));
  if (!Runnable.isRunnable(chat)) throw new TypeError(`model "${name}" is not a chat model of LangChain`);
  const type = "_llmType" in chat && typeof chat._llmType === "function" ? String(chat._llmType()) : chat.getName();
  const own = ownName(chat) ?? type;
  return { chat, type, name: own, key: `${name} ${type} ${own}`, ...(!isPlain && { maxInFlight: source.maxInFlight }) };
}

function ownName(chat: Runnable): string | undefined {
  if ("model" in chat && typeof chat.model === "string") return chat.model;
  return "modelName" in chat && typeof chat.modelName === "string" ? chat.modelName : undefined;
}
