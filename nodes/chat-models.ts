/** The chat model that the environment names: ChatOpenAI with a key, else the scripted one that the application brings. */
import { ChatOpenAI } from "@langchain/openai";
import type { ChatModel } from "../language/registry.ts";
import { OpenAICompletions } from "./openai-completions.ts";

export interface ModelEnv {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  /** Default `gpt-5-mini`. */
  readonly SIGNALBOX_MODEL?: string | undefined;
}

const DEFAULT_MODEL = "gpt-5-mini";

/** What a banner says of the model, so that nobody takes a script for a language model. */
export function describeModel(env: ModelEnv): string {
  if (!env.OPENAI_API_KEY) return "scripted (no LLM called)";
  return `${env.SIGNALBOX_MODEL ?? DEFAULT_MODEL}${env.OPENAI_BASE_URL ? ` at ${env.OPENAI_BASE_URL}` : ""}`;
}

/** A factory for a registry's `models`. LangChain's own retry is off: the node's declared policy is the only one. */
export function chatModelFromEnv(env: ModelEnv, scripted: () => ChatModel): () => ChatModel {
  if (!env.OPENAI_API_KEY) return scripted;
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, SIGNALBOX_MODEL: model = DEFAULT_MODEL } = env;
  const fields = { model, apiKey, maxRetries: 0, ...(baseURL && { configuration: { baseURL } }) };
  return () => new ChatOpenAI({ ...fields, completions: new OpenAICompletions(fields) });
}
