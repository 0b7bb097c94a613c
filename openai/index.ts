/** The entry `signalbox/openai`: models behind OpenAI's API. LangChain's client loads when the first model is made. */
export { chatModelFromEnv, describeModel, type ModelEnv, type OpenAIOptions, openAI } from "./chat-models.ts";
