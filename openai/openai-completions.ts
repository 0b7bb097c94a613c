/** ChatOpenAI for any server with OpenAI's API: messages go out in the form that it takes, and answers are read in whatever form they come. */
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { ChatOpenAI, ChatOpenAICompletions, type ChatOpenAIFields, type OpenAIClient } from "@langchain/openai";
import { isRecord } from "../language/schema/is-record.ts";
import { answerFetch } from "./answer-fetch.ts";
import { withParts } from "./content-parts.ts";
import { readChunks, readCompletion } from "./read-answer.ts";

type Generate = Parameters<ChatOpenAICompletions["_generate"]>;
type Stream = Parameters<ChatOpenAICompletions["_streamResponseChunks"]>;
type Message = Parameters<ChatOpenAICompletions["_convertCompletionsMessageToBaseMessage"]>;
type Delta = Parameters<ChatOpenAICompletions["_convertCompletionsDeltaToBaseMessageChunk"]>;
type Whole = OpenAIClient.Chat.ChatCompletionCreateParamsNonStreaming;
type Streamed = OpenAIClient.Chat.ChatCompletionCreateParamsStreaming;
type Options = OpenAIClient.RequestOptions & { readonly [SAID]?: readonly BaseMessage[] };

/** LangChain drops these. */
const KEPT = ["refusal", "reasoning_content", "reasoning", "reasoning_details"] as const;
const REASONING = KEPT.slice(1);
/** The messages of a request, with what LangChain leaves out of it. */
const SAID = Symbol("said");

/** Addresses of servers that refuse `stream_options`: the usage of their streams is not known. */
const withoutStreamUsage = new Set<string>();

class OpenAICompletions extends ChatOpenAICompletions {
  override _generate(...[messages, options, run]: Generate): ReturnType<ChatOpenAICompletions["_generate"]> {
    const given = { ...options, options: { ...options.options, [SAID]: messages } };
    return super._generate(withParts(messages), given, run);
  }

  override async *_streamResponseChunks(...[messages, options, run]: Stream): ReturnType<ChatOpenAICompletions["_streamResponseChunks"]> {
    yield* super._streamResponseChunks(withParts(messages), { ...options, [SAID]: messages } as Stream[1], run);
  }

  override async completionWithRetry(
    request: Streamed,
    options?: Options,
  ): Promise<AsyncIterable<OpenAIClient.Chat.Completions.ChatCompletionChunk>>;
  override async completionWithRetry(request: Whole, options?: Options): Promise<OpenAIClient.Chat.Completions.ChatCompletion>;
  override async completionWithRetry(given: Streamed | Whole, { [SAID]: said = [], ...options }: Options = {}): Promise<unknown> {
    const request = { ...given, messages: withReasoning(given.messages, said) };
    if (!request.stream) return readCompletion(await super.completionWithRetry(request as Whole, options));
    return readChunks(await this.#stream(request as Streamed, options), options.signal ?? undefined);
  }

  async #stream({ stream_options, ...request }: Streamed, options: OpenAIClient.RequestOptions): Promise<AsyncIterable<unknown>> {
    const address = this.clientConfig.baseURL ?? "";
    if (stream_options === undefined || stream_options === null || withoutStreamUsage.has(address))
      return super.completionWithRetry(request, options);
    try {
      return await super.completionWithRetry({ ...request, stream_options }, options);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes("stream_options")) throw error;
      withoutStreamUsage.add(address);
      return super.completionWithRetry(request, options);
    }
  }

  override _convertCompletionsMessageToBaseMessage(
    ...[message, raw]: Message
  ): ReturnType<ChatOpenAICompletions["_convertCompletionsMessageToBaseMessage"]> {
    return keeping(super._convertCompletionsMessageToBaseMessage(message, raw), message);
  }

  override _convertCompletionsDeltaToBaseMessageChunk(
    ...[delta, raw, role]: Delta
  ): ReturnType<ChatOpenAICompletions["_convertCompletionsDeltaToBaseMessageChunk"]> {
    return keeping(super._convertCompletionsDeltaToBaseMessageChunk(delta, raw, role), delta);
  }
}

export function chatOpenAI({ configuration, ...rest }: ChatOpenAIFields): ChatOpenAI {
  const fields = { ...rest, configuration: { ...configuration, fetch: answerFetch } };
  return new ChatOpenAI({ ...fields, completions: new OpenAICompletions(fields) });
}

function keeping<M extends BaseMessage>(message: M, given: object): M {
  const kept = KEPT.flatMap((name) => (isRecord(given) && given[name] ? [[name, given[name]]] : []));
  if (kept.length > 0) message.additional_kwargs = { ...message.additional_kwargs, ...Object.fromEntries(kept) };
  return message;
}

/** Servers in thinking mode require the reasoning of a call whose result they get. Of an earlier turn they refuse it. */
function withReasoning(messages: Whole["messages"], said: readonly BaseMessage[]): Whole["messages"] {
  const turn = said.slice(said.findLastIndex(({ type }) => type === "human") + 1).filter((message) => AIMessage.isInstance(message));
  return messages.map((message) => {
    if (message.role !== "assistant") return message;
    const ids = new Set(message.tool_calls?.map(({ id }) => id));
    const { additional_kwargs: kwargs = {} } =
      turn.find(({ tool_calls }) => tool_calls?.some(({ id }) => id !== undefined && ids.has(id))) ?? {};
    return { ...message, ...Object.fromEntries(REASONING.flatMap((name) => (kwargs[name] ? [[name, kwargs[name]]] : []))) };
  });
}
