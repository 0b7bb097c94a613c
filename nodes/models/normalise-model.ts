/** The one border behind which a model's answer is believed: any LangChain model, with its answers put right, streamed and whole alike. */
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { LanguageModelLike } from "@langchain/core/language_models/base";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { RunnableBinding } from "@langchain/core/runnables";
import { isRecord } from "../../language/schema/is-record.ts";
import { CallIds } from "./call-ids.ts";
import { normaliseAnswer } from "./normalise-answer.ts";
import { ChunkNormaliser } from "./normalise-chunks.ts";

/** Hears every answer, also one that cannot be used. */
type OnAnswer = (answer: AIMessage) => void;
type Options = BaseChatModel["ParsedCallOptions"];

/** The model itself stays as it is: the application may use it elsewhere. */
export function normaliseModel<M extends LanguageModelLike>(model: M, onAnswer: OnAnswer): M {
  if (model instanceof BaseChatModel) return normaliseChat(model, onAnswer);
  if (RunnableBinding.isRunnableBinding(model)) {
    const { bound } = model as unknown as { bound: LanguageModelLike };
    return derive(model, { bound: normaliseModel(bound, onAnswer) });
  }
  return model;
}

/** The same object to all who look at it, but for these members. */
const derive = <T extends object>(from: T, members: object): T => Object.assign(Object.create(from), members);

function normaliseChat<M extends BaseChatModel>(chat: M, onAnswer: OnAnswer): M {
  const streams = chat._streamResponseChunks !== BaseChatModel.prototype._streamResponseChunks;
  const normalised: M = derive(chat, {
    bindTools: (...given: Parameters<NonNullable<BaseChatModel["bindTools"]>>) =>
      chat.bindTools && normaliseModel(chat.bindTools(...given) as LanguageModelLike, onAnswer),
    _generate: async (messages: BaseMessage[], options: Options, run?: CallbackManagerForLLMRun) =>
      normaliseResult(await chat._generate(messages, options, run), callOf(messages, run)),
    ...(streams && { _streamResponseChunks: streamOf(chat), _streamChatModelEvents: BaseChatModel.prototype._streamChatModelEvents }),
    ...("_getModelInstance" in chat && { _getModelInstance: lateModel(chat, onAnswer) }),
    invoke: async (...given: Parameters<BaseChatModel["invoke"]>) => {
      const message: BaseMessage = await chat.invoke.apply(normalised, given);
      const answer = normaliseAnswer(message, { id: message.id, ids: new CallIds(message.id ?? "", []) });
      onAnswer(answer);
      return answer;
    },
  });
  return normalised;
}

/** LangChain's id of the call is new for each attempt, so it is the answer's id: from its first chunk to the stored message. */
const callOf = (messages: readonly BaseMessage[], run: CallbackManagerForLLMRun | undefined) => ({
  id: run?.runId,
  ids: new CallIds(run?.runId ?? String(messages.length), messages),
});

function normaliseResult(result: ChatResult, call: ReturnType<typeof callOf>): ChatResult {
  const [first] = result.generations;
  if (!first) return result;
  const { generationInfo, message, text } = first;
  const answer = normaliseAnswer(message, call);
  const { model_provider: provider, finish_reason: finish = generationInfo?.finish_reason } = answer.response_metadata;
  // a whole answer has ended, whatever its server says of that
  if (provider === "openai" && !finish) answer.response_metadata.finish_reason = "stop";
  return { ...result, generations: [{ ...first, message: answer, text: text || answer.text }] };
}

/** The model's own announcements would carry the chunks as they were. */
function streamOf(chat: BaseChatModel): BaseChatModel["_streamResponseChunks"] {
  return async function* (messages, options, run) {
    const chunks = new ChunkNormaliser(callOf(messages, run));
    const { promptIndex } = options as { promptIndex?: number };
    for await (const given of chat._streamResponseChunks(messages, options)) {
      const chunk = chunks.normalise(given);
      yield chunk;
      const place = { prompt: promptIndex ?? 0, completion: Number(chunk.generationInfo?.completion ?? 0) };
      await run?.handleLLMNewToken(chunk.text ?? "", place, undefined, undefined, undefined, { chunk });
    }
  };
}

/** A model that is chosen at its first call, as `initChatModel` gives one. */
const lateModel =
  (chat: BaseChatModel & { _getModelInstance?: unknown }, onAnswer: OnAnswer) =>
  async (...given: unknown[]): Promise<unknown> => {
    const { _getModelInstance: get } = chat;
    const model: unknown = typeof get === "function" ? await get.apply(chat, given) : undefined;
    return isRecord(model) ? normaliseModel(model as unknown as LanguageModelLike, onAnswer) : model;
  };
