/** The desk's models: one that does the work and a spare that takes over when it fails. Without a key a script plays both. */
import { chatModelFromEnv } from "../../openai/chat-models.ts";
import { scriptedModel } from "./scripted-model.ts";

const { env } = process;

export const models = {
  research: chatModelFromEnv(env, scriptedModel),
  spare: chatModelFromEnv({ ...env, SIGNALBOX_MODEL: env.SIGNALBOX_SPARE_MODEL ?? "gpt-4.1-mini" }, scriptedModel),
};
