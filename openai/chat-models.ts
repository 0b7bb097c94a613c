/** The built-in chat models: ChatOpenAI, and the one that the environment names. Their package loads when a model is made. */
import type { ChatModel, Model } from "../language/registry/registry.ts";

export interface ModelEnv {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  /** Default `gpt-5-mini`. */
  readonly SIGNALBOX_MODEL?: string | undefined;
}

const DEFAULT_MODEL = "gpt-5-mini";

/**
 * The model as a banner shows it: its name and address, or that no LLM is called.
 * @example
 * console.log(`model: ${describeModel(process.env)}`);
 */
export function describeModel(env: ModelEnv): string {
  if (!env.OPENAI_API_KEY) return "scripted (no LLM called)";
  return `${env.SIGNALBOX_MODEL ?? DEFAULT_MODEL}${env.OPENAI_BASE_URL ? ` at ${env.OPENAI_BASE_URL}` : ""}`;
}

export interface OpenAIOptions {
  /** As the provider names it. */
  readonly model: string;
  /** Calls that may be under way at once, over all processes on the database. */
  readonly maxInFlight?: number;
}

/**
 * A model with OpenAI's API, for a registry's `models`. Needs the secret OPENAI_API_KEY; OPENAI_BASE_URL names another server. LangChain's own retry is off:
 * only the node's policy applies.
 * @example
 * const models = { fast: openAI({ model: "gpt-5-mini", maxInFlight: 8 }) };
 */
export function openAI({ model, maxInFlight }: OpenAIOptions): Model {
  return {
    needs: ["OPENAI_API_KEY"],
    ...(maxInFlight !== undefined && { maxInFlight }),
    make: async (secret) => {
      const baseURL = secret("OPENAI_BASE_URL");
      const apiKey = secret("OPENAI_API_KEY") ?? "";
      const fields = { model, apiKey, maxRetries: 0, ...(baseURL && { configuration: { baseURL } }) };
      const { chatOpenAI } = await import("./openai-completions.ts");
      return chatOpenAI(fields);
    },
  };
}

/**
 * For a registry's `models`: ChatOpenAI if the environment has OPENAI_API_KEY, otherwise the given replacement, such as a script.
 * @example
 * const models = {
 *   main: chatModelFromEnv(process.env, () => {
 *     throw new Error("Set OPENAI_API_KEY.");
 *   }),
 * };
 */
export function chatModelFromEnv(env: ModelEnv, scripted: () => ChatModel): () => ChatModel | Promise<ChatModel> {
  if (!env.OPENAI_API_KEY) return scripted;
  const { make } = openAI({ model: env.SIGNALBOX_MODEL ?? DEFAULT_MODEL });
  return () => make((name) => env[name as keyof ModelEnv]);
}
