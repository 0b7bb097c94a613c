/** Stands in for a language model where there is no key: it sees the messages and tools that it is sent, matches words, and knows no request by heart. */
import type { BaseLanguageModelInput } from "@langchain/core/language_models/base";
import { BaseChatModel, type BaseChatModelCallOptions, type BindToolsInput } from "@langchain/core/language_models/chat_models";
import { AIMessage, type AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import { type ArgumentsSchema, readArguments } from "./read-arguments.ts";
import { sayResult } from "./say-result.ts";
import { wordsShared } from "./words.ts";

interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: ArgumentsSchema;
}
interface ScriptedOptions extends BaseChatModelCallOptions {
  readonly offered?: readonly OfferedTool[];
}

export class ScriptedModel extends BaseChatModel<ScriptedOptions> {
  constructor() {
    super({});
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(tools: BindToolsInput[]): Runnable<BaseLanguageModelInput, AIMessageChunk, ScriptedOptions> {
    const offered = tools.map((tool) => {
      const { name, description = "", parameters = {} } = convertToOpenAITool(tool as Record<string, unknown>).function;
      return { name, description, parameters: parameters as ArgumentsSchema };
    });
    return this.withConfig({ offered });
  }

  override async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    const message = answer(messages, options.offered ?? []);
    return { generations: [{ message, text: message.text }] };
  }
}

/** One turn of the model: look up what fits the last request, then say what was found; or hand over. */
function answer(messages: readonly BaseMessage[], offered: readonly OfferedTool[]): AIMessage {
  const asked = messages.findLastIndex((message) => HumanMessage.isInstance(message));
  const request = messages[asked]?.text ?? "";
  const results = messages.slice(asked + 1).filter((message) => ToolMessage.isInstance(message));
  const form = offered.find(isForm);
  const say = (content: string) => (form ? call(form.name, { role: "assistant", content }) : new AIMessage(content));
  if (results.length > 0) return say(results.map(({ text }) => sayResult(text)).join(" "));
  const tool = bestOf(
    offered.filter((candidate) => candidate !== form),
    request,
  );
  if (!tool) return say("I did not understand that. Could you say it in other words?");
  const { args, missing } = readArguments(tool.parameters, request);
  if (missing.length > 0) return say(`To answer I need to know: ${missing.join(", ")}.`);
  return call(tool.name, args);
}

/** The tool through which an answer is given, when the agent's output is a message. */
const isForm = ({ parameters }: OfferedTool): boolean => parameters.properties !== undefined && "content" in parameters.properties;

const call = (name: string, args: Record<string, unknown>): AIMessage =>
  new AIMessage({ content: "", tool_calls: [{ id: `call_${name}`, name, args, type: "tool_call" }] });

/** The tool that shares most words with the request; the first of equals. */
function bestOf(tools: readonly OfferedTool[], request: string): OfferedTool | undefined {
  const scored = tools.map((tool) => ({ tool, shared: wordsShared(request, tool.description) }));
  const most = Math.max(0, ...scored.map(({ shared }) => shared));
  return most === 0 ? undefined : scored.find(({ shared }) => shared === most)?.tool;
}
